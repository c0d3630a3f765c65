extension TrustedExecution.Technology {
  /// The technology that a runtime class needs, by its handler; nil when the class is not a
  /// confidential one.
  ///
  /// `kata-qemu-snp`, `kata-qemu-tdx` and `kata-qemu-se`, each also as `-runtime-rs`, and those with
  /// a GPU as `kata-qemu-nvidia-gpu-snp` and `-tdx`. Everything else is not confidential, whatever
  /// it is called: `kata`, `kata-qemu` and `kata-clh` isolate only, `kata-qemu-coco-dev` is for
  /// tests, and `kata-remote` runs elsewhere. Source: kata-deploy's runtime classes.
  public init?(runtimeHandler: String) {
    let suffix = "-runtime-rs"
    let handler =
      runtimeHandler.hasSuffix(suffix)
      ? String(runtimeHandler.dropLast(suffix.utf8.count)) : runtimeHandler
    switch handler {
    case "kata-qemu-snp", "kata-qemu-nvidia-gpu-snp": self = .sevSNP
    case "kata-qemu-tdx", "kata-qemu-nvidia-gpu-tdx": self = .tdx
    case "kata-qemu-se": self = .secureExecution
    default: return nil
    }
  }
}
