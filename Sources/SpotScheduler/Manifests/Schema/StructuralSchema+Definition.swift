package import Documents

extension ManifestObject.Kind {
  /// The schema of `spec` and `status` in the form of a resource definition's `openAPIV3Schema`,
  /// without descriptions.
  package var definition: DocumentValue {
    let schemas: (StructuralSchema, StructuralSchema) =
      switch self {
      case .scheduledMachine(let version): (version.schema, version.statusSchema)
      case .timeBasedSpotSchedule:
        (ManifestSchemas.timeBasedSpotSchedule, ManifestSchemas.providerStatus)
      case .capitalMarketsSchedule:
        (ManifestSchemas.capitalMarketsSchedule, ManifestSchemas.providerStatus)
      }
    return ["spec": .mapping(schemas.0.definition), "status": .mapping(schemas.1.definition)]
  }
}

extension StructuralSchema {
  fileprivate var definition: [(key: String, value: DocumentValue)] {
    switch self {
    case .object(let object): object.definition
    case .map(let value):
      [("type", "object"), ("additionalProperties", .mapping(value.definition))]
    case .list(let element, let maxItems):
      [("type", "array"), ("items", .mapping(element.definition))]
        + (maxItems.map { [("maxItems", .integer(Int64($0)))] } ?? [])
    case .string(let string): string.definition
    case .integer(let range):
      [("type", "integer")]
        // The whole range of 64 bits is a format, not bounds.
        + (range == Int64.min...Int64.max
          ? []
          : [
            ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
          ])
    case .boolean: [("type", "boolean")]
    case .freeObject: [("type", "object"), ("x-kubernetes-preserve-unknown-fields", true)]
    case .anything: [("x-kubernetes-preserve-unknown-fields", true)]
    }
  }
}

extension StructuralSchema.ObjectSchema {
  fileprivate var definition: [(key: String, value: DocumentValue)] {
    let properties: [(key: String, value: DocumentValue)] = members.map { member in
      var definition = member.schema.definition
      if member.isNullable { definition.append(("nullable", true)) }
      if let standard = member.standard { definition.append(("default", standard)) }
      return (member.name, .mapping(definition))
    }
    var definition: [(key: String, value: DocumentValue)] = [
      ("type", "object"), ("properties", .mapping(properties)),
    ]
    let required = members.filter(\.isRequired).map(\.name).sorted()
    if !required.isEmpty { definition.append(("required", .strings(required))) }
    if keepsUnknownMembers {
      definition.append(("x-kubernetes-preserve-unknown-fields", true))
    }
    return definition
  }
}

extension StructuralSchema.StringSchema {
  fileprivate var definition: [(key: String, value: DocumentValue)] {
    var definition: [(key: String, value: DocumentValue)] = [("type", "string")]
    if let lengths {
      if lengths.lowerBound > 0 {
        definition.append(("minLength", .integer(Int64(lengths.lowerBound))))
      }
      definition.append(("maxLength", .integer(Int64(lengths.upperBound))))
    }
    if let pattern { definition.append(("pattern", .string(pattern.rawValue))) }
    if !words.isEmpty { definition.append(("enum", .strings(words))) }
    return definition
  }
}
