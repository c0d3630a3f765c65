import Documents

extension Kubeconfig {
  /// Reads a kubeconfig.
  ///
  /// - Parameters:
  ///   - bytes: YAML or JSON.
  ///   - file: the file's path, for errors and for the paths in it, which count from its folder.
  /// - Throws: what is wrong, at its place.
  package init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
    let documents: [Document]
    do {
      documents = try Document.parse(bytes, file: file)
    } catch {
      throw ConfigurationError(error)
    }
    guard let root = documents.first?.root, !root.isNull else { return }
    guard documents.count == 1, root.kind == .mapping else {
      throw ConfigurationError(
        "a kubeconfig is one mapping", at: documents.last?.root.position,
        remedy: "is this the right file?")
    }
    if let kind = root["kind"], kind.string != "Config" {
      throw ConfigurationError(
        "the kind is not Config", at: kind.position, remedy: "is this the right file?")
    }
    if let version = root["apiVersion"], version.string != "v1" {
      throw ConfigurationError("the apiVersion of a kubeconfig is v1", at: version.position)
    }
    let reader = KubeconfigReader(file: file)
    clusters = try reader.entries(root, "clusters", "cluster", reader.cluster)
    users = try reader.entries(root, "users", "user", reader.user) {
      Kubeconfig.User(name: $0, position: $1)
    }
    contexts = try reader.entries(root, "contexts", "context", reader.context)
    currentContext = try reader.text(root, "current-context").flatMap {
      $0.text.isEmpty ? nil : ($0.text, $0.position)
    }
  }
}

/// Reads the entries of one file.
private struct KubeconfigReader {
  let file: String

  func entries<Entry>(
    _ root: DocumentNode, _ list: String, _ body: String,
    _ read: (String, DocumentNode, SourcePosition) throws(ConfigurationError) -> Entry,
    empty: ((String, SourcePosition) -> Entry)? = nil
  ) throws(ConfigurationError) -> [Entry] {
    guard let node = root[list], !node.isNull else { return [] }
    guard node.kind == .sequence else {
      throw ConfigurationError("\(list) is \(node.kind.phrase), not a sequence", at: node.position)
    }
    var entries: [Entry] = []
    var names: Set<String> = []
    for element in node.elements {
      guard let name = try text(element, "name") else {
        throw ConfigurationError("an entry of \(list) without a name", at: element.position)
      }
      guard names.insert(name.text).inserted else {
        throw ConfigurationError(
          "the name \(name.text) is given twice in \(list)", at: name.position)
      }
      guard let inner = element[body], !inner.isNull else {
        if let empty {
          entries.append(empty(name.text, element.position))
          continue
        }
        throw ConfigurationError(
          "the entry \(name.text) of \(list) has no \(body)", at: element.position)
      }
      guard inner.kind == .mapping else {
        throw ConfigurationError(
          "\(body) is \(inner.kind.phrase), not a mapping", at: inner.position)
      }
      entries.append(try read(name.text, inner, element.position))
    }
    return entries
  }

  func cluster(
    _ name: String, _ node: DocumentNode, _ position: SourcePosition
  ) throws(ConfigurationError) -> Kubeconfig.Cluster {
    guard let server = try text(node, "server") else {
      throw ConfigurationError("the cluster \(name) has no server", at: node.position)
    }
    var cluster = Kubeconfig.Cluster(
      name: name, position: position, server: server.text, serverPosition: server.position)
    cluster.certificateAuthority = try pem(node, "certificate-authority")
    cluster.tlsServerName = try text(node, "tls-server-name")?.text
    if let insecure = node["insecure-skip-tls-verify"] {
      guard let value = insecure.boolean else {
        throw ConfigurationError(
          "insecure-skip-tls-verify is \(insecure.kind.phrase), not a boolean",
          at: insecure.position)
      }
      cluster.insecurePosition = value ? insecure.position : nil
    }
    cluster.proxyURL = try text(node, "proxy-url").flatMap {
      $0.text.isEmpty ? nil : (Secret($0.text), $0.position)
    }
    let extensions = node["extensions"]?.elements.first {
      $0["name"]?.string == "client.authentication.k8s.io/exec"
    }
    cluster.execConfiguration = extensions?["extension"]?.value
    return cluster
  }

  func user(
    _ name: String, _ node: DocumentNode, _ position: SourcePosition
  ) throws(ConfigurationError) -> Kubeconfig.User {
    var user = Kubeconfig.User(name: name, position: position)
    user.clientCertificate = try pem(node, "client-certificate")
    user.clientKey = try pem(node, "client-key")
    user.token = try text(node, "token").flatMap { $0.text.isEmpty ? nil : Secret($0.text) }
    user.tokenFile = try text(node, "tokenFile").flatMap {
      $0.text.isEmpty ? nil : path($0.text)
    }
    if let basic = try text(node, "username"), !basic.text.isEmpty {
      user.basic = (basic.text, Secret(try text(node, "password")?.text ?? ""))
    }
    if let provider = node["auth-provider"], !provider.isNull {
      throw ConfigurationError(
        "the auth-provider of user \(name) is not supported, nor by kubectl since 1.26",
        at: provider.position, remedy: "use an exec plugin")
    }
    if let exec = node["exec"], !exec.isNull { user.exec = try plugin(exec) }
    user.impersonation = try impersonation(node)
    if (user.clientCertificate == nil) != (user.clientKey == nil) {
      throw ConfigurationError(
        "the user \(name) has only one of client-certificate and client-key", at: node.position)
    }
    return user
  }

  func context(
    _ name: String, _ node: DocumentNode, _ position: SourcePosition
  ) throws(ConfigurationError) -> Kubeconfig.Context {
    var context = Kubeconfig.Context(name: name, position: position)
    context.cluster = try text(node, "cluster").map { ($0.text, $0.position) }
    context.user = try text(node, "user").map { ($0.text, $0.position) }
    context.namespace = try text(node, "namespace").flatMap { $0.text.isEmpty ? nil : $0.text }
    return context
  }

  private func plugin(_ node: DocumentNode) throws(ConfigurationError) -> ExecPlugin {
    let known = ExecPlugin.Version.allCases.map(\.rawValue).joined(separator: " or ")
    guard let version = try text(node, "apiVersion") else {
      throw ConfigurationError("the exec plugin has no apiVersion: \(known)", at: node.position)
    }
    guard let spoken = ExecPlugin.Version(rawValue: version.text) else {
      throw ConfigurationError(
        "the apiVersion of the exec plugin is not \(known)", at: version.position)
    }
    guard let command = try text(node, "command"), !command.text.isEmpty else {
      throw ConfigurationError("the exec plugin has no command", at: node.position)
    }
    var mode = ExecPlugin.InteractiveMode.ifAvailable
    if let written = try text(node, "interactiveMode") {
      guard let known = ExecPlugin.InteractiveMode(rawValue: written.text) else {
        throw ConfigurationError(
          "interactiveMode is Never, IfAvailable or Always", at: written.position)
      }
      mode = known
    } else if spoken == .v1 {
      throw ConfigurationError(
        "the exec plugin has no interactiveMode, which v1 requires", at: node.position,
        remedy: "write interactiveMode: IfAvailable")
    }
    // A name without a slash is looked for in PATH; a relative path counts from the file's folder.
    let program = command.text.contains("/") ? path(command.text) : command.text
    var plugin = ExecPlugin(
      version: spoken, command: program, interactiveMode: mode, position: node.position)
    plugin.arguments = try texts(node, "args").map { Secret($0) }
    for variable in node["env"].map({ Array($0.elements) }) ?? [] {
      guard let name = try text(variable, "name"), let value = try text(variable, "value") else {
        throw ConfigurationError("a variable has a name and a value", at: variable.position)
      }
      plugin.environment.append(.init(name: name.text, value: Secret(value.text)))
    }
    plugin.installHint = try text(node, "installHint")?.text
    plugin.isToldOfCluster = node["provideClusterInfo"]?.boolean ?? false
    return plugin
  }

  private func impersonation(_ node: DocumentNode) throws(ConfigurationError) -> Impersonation? {
    let user = try text(node, "as")?.text ?? ""
    var impersonation = Impersonation(user: user)
    impersonation.uid = try text(node, "as-uid")?.text ?? ""
    impersonation.groups = try texts(node, "as-groups")
    for member in node["as-user-extra"].map({ Array($0.members) }) ?? [] {
      impersonation.extra.append(
        .init(name: member.key, values: member.value.elements.compactMap(\.string)))
    }
    guard user.isEmpty else { return impersonation }
    guard impersonation == Impersonation(user: "") else {
      throw ConfigurationError(
        "a group, uid or attribute is impersonated without a user", at: node.position,
        remedy: "name the user under as")
    }
    return nil
  }

  private func pem(
    _ node: DocumentNode, _ name: String
  ) throws(ConfigurationError) -> Kubeconfig.PEMSource? {
    if let data = try text(node, name + "-data"), !data.text.isEmpty {
      guard let bytes = Base64.decode(data.text) else {
        throw ConfigurationError("\(name)-data is not base64", at: data.position)
      }
      return .data(Secret(bytes: bytes))
    }
    guard let file = try text(node, name), !file.text.isEmpty else { return nil }
    return .file(path(file.text), file.position)
  }

  private func path(_ written: String) -> String {
    guard !written.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return written }
    return String(file[...slash]) + written
  }

  func text(
    _ node: DocumentNode, _ name: String
  ) throws(ConfigurationError) -> (text: String, position: SourcePosition)? {
    guard let value = node[name], !value.isNull else { return nil }
    // A number is taken for a name or a token of digits alone; the YAML was meant so.
    guard let text = value.lexeme else {
      throw ConfigurationError("\(name) is \(value.kind.phrase), not a string", at: value.position)
    }
    return (text, value.position)
  }

  private func texts(
    _ node: DocumentNode, _ name: String
  ) throws(ConfigurationError) -> [String] {
    guard let list = node[name], !list.isNull else { return [] }
    guard list.kind == .sequence else {
      throw ConfigurationError("\(name) is \(list.kind.phrase), not a sequence", at: list.position)
    }
    var texts: [String] = []
    for element in list.elements {
      guard let text = element.lexeme else {
        throw ConfigurationError(
          "an element of \(name) is \(element.kind.phrase), not a string", at: element.position)
      }
      texts.append(text)
    }
    return texts
  }
}
