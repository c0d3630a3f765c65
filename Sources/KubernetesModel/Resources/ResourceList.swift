public import Units

/// Amounts by resource: what containers request, or what a node has to give.
public struct ResourceList: Hashable, Sendable {
  /// CPU; nil when it is not named.
  public var cpu: MilliCPU?
  /// Memory; nil when it is not named.
  public var memory: Bytes?
  /// Local storage that does not outlive the pod.
  public var ephemeralStorage: Bytes
  /// How many pods; of a node only.
  public var pods: Int64
  /// Other resources by name, such as `nvidia.com/gpu`, in ascending order of the names.
  public private(set) var scalars: [Scalar]

  /// An amount of a resource that Kubernetes only counts.
  public struct Scalar: Hashable, Sendable {
    /// The name.
    public var name: String
    /// Whole units.
    public var amount: Int64

    /// Makes an amount.
    public init(name: String, amount: Int64) {
      self.name = name
      self.amount = amount
    }
  }

  /// Makes a list; of two scalars with the same name the later one counts.
  public init(
    cpu: MilliCPU? = nil, memory: Bytes? = nil, ephemeralStorage: Bytes = Bytes(0),
    pods: Int64 = 0, scalars: [Scalar] = []
  ) {
    self.cpu = cpu
    self.memory = memory
    self.ephemeralStorage = ephemeralStorage
    self.pods = pods
    self.scalars = []
    for scalar in scalars { self[scalar.name] = scalar.amount }
  }

  /// The amount of another resource by name; 0 when it is not named.
  public subscript(name: String) -> Int64 {
    get { scalars.first { $0.name == name }?.amount ?? 0 }
    set {
      let index = scalars.firstIndex { $0.name >= name } ?? scalars.endIndex
      if index < scalars.endIndex, scalars[index].name == name {
        scalars[index].amount = newValue
      } else {
        scalars.insert(Scalar(name: name, amount: newValue), at: index)
      }
    }
  }

  /// Raises every resource to what `other` has of it, where that is more.
  public mutating func raise(to other: ResourceList) {
    if let cpu = other.cpu { self.cpu = max(self.cpu ?? cpu, cpu) }
    if let memory = other.memory { self.memory = max(self.memory ?? memory, memory) }
    ephemeralStorage = max(ephemeralStorage, other.ephemeralStorage)
    pods = max(pods, other.pods)
    for scalar in other.scalars { self[scalar.name] = max(self[scalar.name], scalar.amount) }
  }

  /// Adds `other`, resource by resource.
  public mutating func add(_ other: ResourceList) {
    if let cpu = other.cpu { self.cpu = MilliCPU((self.cpu?.value ?? 0) + cpu.value) }
    if let memory = other.memory { self.memory = Bytes((self.memory?.value ?? 0) + memory.value) }
    ephemeralStorage = Bytes(ephemeralStorage.value + other.ephemeralStorage.value)
    pods += other.pods
    for scalar in other.scalars { self[scalar.name] += scalar.amount }
  }

  /// Takes `other`, which was added before, away again.
  public mutating func subtract(_ other: ResourceList) {
    if let cpu = other.cpu { self.cpu = MilliCPU((self.cpu?.value ?? 0) - cpu.value) }
    if let memory = other.memory { self.memory = Bytes((self.memory?.value ?? 0) - memory.value) }
    ephemeralStorage = Bytes(ephemeralStorage.value - other.ephemeralStorage.value)
    pods -= other.pods
    for scalar in other.scalars { self[scalar.name] -= scalar.amount }
  }
}
