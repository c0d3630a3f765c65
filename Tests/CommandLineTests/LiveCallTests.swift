#if !Live
  import Testing

  /// Without its trait nothing that talks to clusters is there, and the call for it says how to get it.
  @Suite struct LiveCallTests {
    @Test func `live says how the program for clusters is built`() throws {
      for arguments in [
        ["live"], ["live", "--help"], ["live", "snapshot", "--quiet"], ["live", "rbac", "--help"],
      ] {
        let result = try BuiltProduct.run("fivespot", arguments)
        #expect(result.status == 69 && result.bytes.isEmpty, "\(result.errors)")
        #expect(result.errors.contains("swift build -c release --traits Live"))
      }
    }
  }
#endif
