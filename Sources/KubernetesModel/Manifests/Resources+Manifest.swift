package import Documents
import Units

extension ResourceList {
  /// Reads amounts by resource, such as `allocatable` or `requests`.
  package init(_ fields: ManifestFields) throws(DocumentError) {
    self.init()
    guard let node = fields.node else { return }
    for member in node.members {
      let quantity: Quantity
      do throws(QuantityError) {
        quantity = try Quantity(text: member.value.lexeme ?? "")
      } catch {
        throw Self.noQuantity(member.value, fields.path(member.key))
      }
      guard quantity.value >= 0, quantity.value < 1 << 53 else {
        throw Self.noQuantity(member.value, fields.path(member.key))
      }
      switch member.key {
      case "cpu": cpu = MilliCPU(quantity.milliValue)
      case "memory": memory = Bytes(quantity.value)
      case "ephemeral-storage": ephemeralStorage = Bytes(quantity.value)
      case "pods": pods = quantity.value
      default: self[member.key] = quantity.value
      }
    }
  }

  private static func noQuantity(_ node: DocumentNode, _ path: String) -> DocumentError {
    DocumentError(
      position: node.position,
      message: "\(path) is \(node.lexeme.map { "\"\($0)\"" } ?? node.kind.phrase), not an amount",
      remedy: "write a quantity such as 500m, 2 or 4Gi")
  }

  /// Reads what a container requests. The API server requests what is limited and not requested.
  package init(requestsOf container: ManifestFields) throws(DocumentError) {
    let resources = try container.mapping("resources")
    let requests = try resources.mapping("requests")
    try self.init(requests)
    let limits = try ResourceList(resources.mapping("limits"))
    if cpu == nil { cpu = limits.cpu }
    if memory == nil { memory = limits.memory }
    if requests.member("ephemeral-storage") == nil { ephemeralStorage = limits.ephemeralStorage }
    for scalar in limits.scalars where requests.member(scalar.name) == nil {
      self[scalar.name] = scalar.amount
    }
  }
}
