#if Live
  import CommandSupport
  import LiveMode

  extension CommandError {
    /// A file that is not written to, named by the option that it comes from, if by any.
    init(_ failure: AppendedFile.Failure, of option: String? = nil) {
      let code: CommandSupport.ExitCode =
        switch failure.kind {
        case .system: .missingInput
        case .broken: .invalidInput
        case .locked: .temporary
        }
      self.init(code, (option.map { "\($0) " } ?? "") + failure.description)
    }
  }
#endif
