/// The style sheet of every page: readable on a screen of 390 pixels, on 1280, and on A4.
package enum PageStyle {
  /// The rules, without the `style` element.
  package static let css = """
    :root { color-scheme: light; --ink: #1a1d21; --soft: #5b6470; --line: #d9dde2; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fff; color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
    main { max-width: 980px; margin: 0 auto; padding: 28px 20px 60px; }
    h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 6px; }
    h2 { font-size: 1.2rem; margin: 36px 0 10px; border-bottom: 1px solid var(--line);
      padding-bottom: 4px; }
    h3 { font-size: 1rem; margin: 20px 0 6px; }
    code { font: 0.86em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
      overflow-wrap: anywhere; }
    .kicker { color: var(--soft); margin: 0 0 4px; }
    .lead { color: var(--soft); margin: 0 0 14px; max-width: 70ch; }
    .verdict { margin: 0; padding: 12px 16px 12px 32px; background: #eef4f9;
      border-left: 4px solid #0072B2; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line);
      vertical-align: top; font-weight: normal; }
    thead th { font-weight: 600; border-bottom: 2px solid var(--ink); }
    .summary th[scope] { min-width: 11rem; }
    .summary code { overflow-wrap: normal; }
    .data td { overflow-wrap: anywhere; }
    .data .number { overflow-wrap: normal; }
    .number { text-align: right; white-space: nowrap; }
    .spread { display: block; color: var(--soft); font-size: 0.82em; }
    .unit, .note { color: var(--soft); font-size: 0.86em; }
    figure { margin: 18px 0 26px; }
    figcaption { font-weight: 600; margin-bottom: 4px; }
    figure svg { max-width: 100%; height: auto; }
    .chart > svg { display: block; width: 100%; }
    .chart > svg text { font-size: 11px; fill: #444c56; }
    .wide > svg { fill: #4a525c; }
    .grid { stroke: #e6e9ed; }
    .day { stroke: #eef0f3; }
    .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 6px 0;
      padding: 0; font-size: 0.9em; }
    pre { overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; margin: 6px 0;
      padding: 8px 12px; background: #f5f6f8;
      font: 0.82em/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    details { margin-top: 4px; }
    summary { cursor: pointer; color: var(--soft); font-size: 0.9em; }
    details table { font-size: 0.82em; }
    .wide { overflow-x: auto; }
    .wide > svg { display: block; width: 100%; height: auto; max-width: none; }
    .panels { display: grid; gap: 4px 36px; grid-template-columns: repeat(auto-fill,
      minmax(min(340px, 100%), 1fr)); }
    .panels figure { margin: 10px 0; min-width: 0; }
    figure + .note { margin-top: -16px; }
    .hint { display: none; color: var(--soft); font-size: 0.8em; margin: 2px 0; }
    .sum th, .sum td { border-top: 1px solid var(--ink); font-weight: 600; }
    .sum + .sum th, .sum + .sum td { border-top: 0; font-weight: normal; }
    .ramp { gap: 4px 10px; font-size: 0.8em; }
    .claims { list-style: none; margin: 14px 0; padding: 0; }
    .claims li { display: flex; gap: 10px; padding: 8px 14px; margin: 0 0 6px;
      border-left: 4px solid #7A828C; background: #f5f6f8; }
    .claims .good { border-color: #009E73; background: #eef7f3; }
    .claims .bad { border-color: #D55E00; background: #fdf1ea; }
    .claims .good b { color: #00664A; }
    .claims .bad b { color: #A84300; }
    .variants { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px;
      margin: 0 0 8px; font-size: 0.9em; }
    .variants dt { font-weight: 600; }
    .variants dd { margin: 0; color: var(--soft); }
    .scorecard { min-width: 720px; table-layout: fixed; }
    .scorecard thead th { padding-left: 13px; }
    .scorecard thead th:first-child { padding-left: 0; width: 13rem; }
    .scorecard th[scope="row"] { position: sticky; left: 0; background: #fff; }
    .scorecard td { padding: 6px 10px; border-left: 3px solid #fff; }
    .scorecard .kept b { color: #00664A; }
    .scorecard .broken { background: #fdf1ea; }
    .scorecard .broken b { color: #A84300; }
    .scorecard .untested { color: var(--soft); }
    @media screen and (max-width: 800px) {
      .hint { display: block; }
      .data th[scope="row"], .data thead th:first-child { position: sticky; left: 0;
        background: #fff; box-shadow: inset 0 -1px var(--line); }
      .data th[scope="row"] { min-width: 8rem; }
      .variants { grid-template-columns: 1fr; }
    }
    @page { size: A4; margin: 15mm; }
    @media print {
      body { font-size: 10pt; }
      main { max-width: none; padding: 0; }
      .hint { display: none; }
      .wide, .scroll { overflow: visible; }
      .wide > svg { min-width: 0 !important; }
      details::details-content { display: block; content-visibility: visible; height: auto; }
      details.long, .screen { display: none; }
      details table { font-size: 7pt; line-height: 1.3; }
      th, td { padding-top: 2px; padding-bottom: 2px; }
      .panels table { font-size: 6pt; }
      .panels th, .panels td { padding-right: 3px; }
      .lead { break-inside: avoid; }
      figure { margin: 10px 0 14px; }
      .wide, tr, .claims li, .panels figure { break-inside: avoid; }
      .claims li, .scorecard td, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      h2, h3, figcaption, .lead { break-after: avoid; }
      thead { display: table-header-group; }
    }

    """
}
