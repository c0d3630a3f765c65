"""Holds the sources against the rules of docs/architecture.md and CONTRIBUTING.md.

Reads `swift package describe --type json` on standard input; prints one line a finding as
file:line: rule: what; exits 1 when there is one.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
PURE_FLOOR_MAX = 5

# Files that bind a C library or another package at the edge of a pure floor.
EDGE_FILES = {
    "Sources/Documents/Compression/Gzip.swift": {"CZlib"},
    "Sources/Documents/YAML/YAMLEvents.swift": {"Yams", "CYaml"},
}
# Generated data has no subject to split: its first lines say what made it.
GENERATED = re.compile(r"^// (?:Generated|Made) by ")
# The room that replaces libm defines the names that are banned elsewhere.
OWN_MATHEMATICS = "Sources/Units/Mathematics/"
# The libraries that the trait `Live` fetches: without it the package manager does not list them.
HTTP_STACK = {"AsyncHTTPClient", "Logging", "NIOCore", "NIOFoundationCompat", "NIOHTTP1", "NIOHTTP2",
              "NIOPosix", "NIOSSL", "NIOTLS"}
SYSTEM_MODULES = {"Foundation", "Dispatch", "Synchronization", "Glibc", "FoundationEssentials"}
PURE_SYSTEM_MODULES = {"Synchronization"}

BANNED_ON_PURE_FLOORS = [
    ("clock", r"\bDate\(|\bContinuousClock\b|\bSuspendingClock\b|\bDispatchTime\b|\bclock_gettime\b|\btime\(nil|\.now\b(?!:)(?=\(\))"),
    ("system randomness", r"SystemRandomNumberGenerator|\.random\(|\.shuffled\(\)|\.shuffle\(\)|\.randomElement\(|\barc4random"),
    ("hash order", r"\.hashValue\b|\bHasher\(\)|\bObjectIdentifier\("),
    ("file or socket", r"\bfopen\(|\bFileManager\b|\bFileHandle\b|\bURLSession\b|\bsocket\("),
    ("global mutable state", r"^(?:package |public |private |fileprivate |internal )?(?:nonisolated\(unsafe\) )?var "),
]
LIBM = re.compile(
    r"(?<![\w.])(?:Glibc\.|Foundation\.)?"
    r"(log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|sqrt|cbrt|lgamma|tgamma|erf|erfc|hypot|fma)\("
)
BANNED_EVERYWHERE = [
    ("forced try", r"\btry!"),
    ("unchecked sendability", r"@unchecked\s+Sendable|nonisolated\(unsafe\)"),
    ("unfinished work", r"\b(?:TODO|FIXME|XXX)\b"),
]
DECLARATION = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:package|public)\s+"
    r"(?:(?:static|final|mutating|nonmutating|consuming|borrowing|indirect|convenience|override|nonisolated|lazy)\s+)*"
    r"(func|var|let|struct|enum|class|protocol|init|subscript|typealias|actor|extension)\b(.*)"
)
# Witnesses whose meaning the protocol has already given.
WITNESS = re.compile(
    r"^\s*(?:func\s+(?:hash\(into|encode\(to|run\(\)|validate\(\))|"
    r"(?:func|static func)\s*(?:==|<|>|<=|>=)|var (?:description|debugDescription|errorDescription|hashValue|configuration)\b)"
)

findings = []


def find(path, line, rule, what):
    findings.append((str(path), line, rule, what))


def strip_comments(text):
    """Blanks comments and string contents, line by line, so that rules see code only."""
    text = re.sub(r'"""(?:.|\n)*?"""', lambda m: "\n" * m.group(0).count("\n"), text)
    text = re.sub(r"/\*(?:.|\n)*?\*/", lambda m: "\n" * m.group(0).count("\n"), text)
    lines = []
    for line in text.split("\n"):
        line = re.sub(r'#*"(?:\\.|[^"\\])*"#*', '""', line)
        lines.append(line.split("//", 1)[0])
    return lines


def floors():
    table = {}
    for line in (ROOT / "docs/architecture.md").read_text().splitlines():
        row = re.match(r"\|\s*(\d+)\s*\|([^|]*)\|", line)
        if row:
            for name in re.findall(r"`([\w-]+)`", row.group(2)):
                table[name] = int(row.group(1))
    manifest = (ROOT / "Package.swift").read_text()
    declared = {n: int(f) for n, f in re.findall(r'Room\(\s*name: "([\w-]+)", floor: (\d+)', manifest)}
    for name in sorted(set(table) | set(declared)):
        if table.get(name) != declared.get(name):
            find("docs/architecture.md", 1, "floors",
                 f"{name} is on floor {table.get(name)} here and on {declared.get(name)} in Package.swift")
    return declared


def networked_rooms():
    """The rooms that may use the HTTP stack."""
    manifest = (ROOT / "Package.swift").read_text()
    return set(re.findall(r'Room\(\s*name: "([\w-]+)"[^()]*?isNetworked: true', manifest))


def check_layering(package, floor_of):
    dependencies = {}
    for target in package["targets"]:
        name = target["name"]
        products = set(target.get("product_dependencies", []))
        dependencies[name] = set(target.get("target_dependencies", [])) | products
        if name not in floor_of:
            continue
        for used in target.get("target_dependencies", []):
            if used in floor_of and floor_of[used] >= floor_of[name]:
                find("Package.swift", 1, "floors",
                     f"{name} (floor {floor_of[name]}) looks up or sideways to {used} (floor {floor_of[used]})")
    return dependencies


def check_imports(path, lines, target, floor, allowed):
    relative = str(path.relative_to(ROOT))
    edge = EDGE_FILES.get(relative, set())
    for number, line in enumerate(lines, 1):
        match = re.match(
            r"\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal |private |fileprivate )?import\s+"
            r"(?:struct |class |enum |func |protocol |typealias )?([\w]+)", line)
        if not match:
            continue
        module = match.group(1)
        if module in edge:
            continue
        if module in ("CZlib", "Yams", "CYaml") and floor is not None and floor <= PURE_FLOOR_MAX:
            find(relative, number, "edge", f"import {module} belongs in the one file that binds it")
        elif module in SYSTEM_MODULES:
            if floor is not None and floor <= PURE_FLOOR_MAX and module not in PURE_SYSTEM_MODULES:
                find(relative, number, "pure floor", f"import {module} on floor {floor}")
        elif module not in allowed and module.replace("_", "-") not in allowed:
            find(relative, number, "floors", f"{target} imports {module} without declaring it")


def check_hash_order(path, raw, lines, floor):
    """Finds loops over names that this file declares as dictionaries or sets, unless sorted."""
    if floor is None or floor > PURE_FLOOR_MAX:
        return
    relative = str(path.relative_to(ROOT))
    unordered = set()
    for line in lines:
        for pattern in (r"\b(?:var|let)\s+(\w+)\s*:\s*(?:\[[^\[\]()]+:\s|Set<|Dictionary<)",
                        r"\b(?:var|let)\s+(\w+)\s*=\s*(?:\[:\]|Set[<(]|Dictionary[<(]|\[[\w.]+\s*:\s*[^\]]+\]\(\))"):
            unordered.update(re.findall(pattern, line))
    if not unordered:
        return
    names = "|".join(sorted(unordered))
    leaves = re.compile(
        rf"\bfor\b.*\bin\s+(?:self\.)?(?:{names})\b(?!\w|\[|\.sorted|\()|"
        rf"\b(?:{names})(?:\.keys|\.values)?\.(?:map|compactMap|flatMap|forEach|reduce|first|joined|enumerated)\b")
    for number, line in enumerate(lines, 1):
        if leaves.search(line) and ".sorted" not in line and "// any order:" not in raw[number - 1]:
            find(relative, number, "hash order", line.strip() + "  (sort it, or say why any order: serves)")


def check_lengths(path, raw):
    relative = str(path.relative_to(ROOT))
    if any(GENERATED.match(line) for line in raw[:5]):
        return
    if len(raw) > FILE_LINES_MAX:
        find(relative, FILE_LINES_MAX, "length", f"{len(raw)} lines; one subject a file, at most {FILE_LINES_MAX}")
    start, indent = None, ""
    for number, line in enumerate(raw, 1):
        if start is None:
            match = re.match(r"^(\s*)(?:@\w+(?:\([^)]*\))?\s+)*(?:[a-z]+(?:\(\w+\))?\s+)*(?:func\s+\S|init[?(<]|deinit\b|subscript\()", line)
            if match and not line.rstrip().endswith("}"):
                start, indent = number, match.group(1)
        elif re.match(rf"^{indent}\}}", line):
            length = number - start + 1
            if length > FUNCTION_LINES_MAX:
                find(relative, start, "length", f"function of {length} lines, at most {FUNCTION_LINES_MAX}")
            start = None
        elif line.strip() and len(line) - len(line.lstrip()) < len(indent):
            start = None


def check_words(path, lines, floor):
    relative = str(path.relative_to(ROOT))
    for number, line in enumerate(lines, 1):
        for rule, pattern in BANNED_EVERYWHERE:
            if re.search(pattern, line):
                find(relative, number, rule, line.strip())
        if floor is None or floor > PURE_FLOOR_MAX:
            continue
        if re.search(r"(?<![\w.])print\(", line):
            find(relative, number, "print", line.strip())
        for rule, pattern in BANNED_ON_PURE_FLOORS:
            if re.search(pattern, line):
                find(relative, number, rule, line.strip())
        match = LIBM.search(line)
        if match and not relative.startswith(OWN_MATHEMATICS) and not re.search(r"\bfunc\s+" + match.group(1), line):
            find(relative, number, "libm", line.strip())


def check_documentation(path, raw):
    relative = str(path.relative_to(ROOT))
    for number, line in enumerate(raw):
        match = DECLARATION.match(line)
        if not match or match.group(1) == "extension":
            continue
        declared = match.group(1) + match.group(2)
        if WITNESS.match(declared.strip()) or WITNESS.match(re.sub(r"^\s*(?:package|public)\s+", "", line)):
            continue
        above = number - 1
        while above >= 0 and re.match(r"^\s*(@|#if|#endif)", raw[above]):
            above -= 1
        if above < 0 or not re.match(r"^\s*(///|\*/)", raw[above]):
            find(relative, number + 1, "documentation", line.strip()[:80])


def main():
    package = json.load(sys.stdin)
    floor_of = floors()
    dependencies = check_layering(package, floor_of)
    networked = networked_rooms()
    for target in package["targets"]:
        folder = ROOT / target["path"]
        if target["module_type"] != "SwiftTarget":
            continue
        name = target["name"]
        is_test = target["type"] == "test"
        allowed = dependencies[name] | {"Testing", name}
        if name.removesuffix("Tests") in networked or name == "NetworkTestSupport":
            allowed |= HTTP_STACK
        floor = None if is_test else floor_of.get(name)
        for source in sorted(target["sources"]):
            path = folder / source
            raw = path.read_text().split("\n")
            if raw and raw[-1] == "":
                raw.pop()
            lines = strip_comments("\n".join(raw))
            check_imports(path, lines, name, floor, allowed)
            check_lengths(path, raw)
            check_words(path, lines, floor)
            check_hash_order(path, raw, lines, floor)
            if floor is not None:
                check_documentation(path, raw)
    for path, line, rule, what in sorted(findings):
        print(f"{path}:{line}: {rule}: {what}", file=sys.stderr)
    if findings:
        print(f"check: {len(findings)} findings", file=sys.stderr)
        sys.exit(1)


main()
