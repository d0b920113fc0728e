import { DOMAIN_HUES, NARROW, PICTURES, PRINT } from './picture-style.js';

const LIGHT = `--page:#fff;--surface:#f5f6f7;--raised:#fff;--line:#d8dce0;--strong-line:#868e96;--ink:#16191d;--muted:#525a64;--link:#0a58a6;
--bar:#b9c0c8;--band:#e2e6ea;--outline:#16191d;--good:#0b6b4b;--warn:#8a5200;--bad:#a3122f;--focus:#0a58a6;--mark:#a3122f;
--low-b:#f8e4e7;--low-t:#7a1029;--medium-b:#efb9c2;--medium-t:#5c0b1e;--high-b:#c23b55;--high-t:#fff;--critical-b:#7d0f2a;--critical-t:#fff;`;

const DARK = `--page:#131518;--surface:#1c1f23;--raised:#1c1f23;--line:#343a41;--strong-line:#6f7780;--ink:#e8eaed;--muted:#a6aeb8;--link:#84bcff;
--bar:#4d555e;--band:#2b3138;--outline:#e8eaed;--good:#5fd0a5;--warn:#f0b35a;--bad:#ff9bab;--focus:#84bcff;--mark:#ff9bab;
--low-b:#3b1b22;--low-t:#f4ccd3;--medium-b:#6b2a39;--medium-t:#ffe6ea;--high-b:#b03f58;--high-t:#fff;--critical-b:#f49bad;--critical-t:#2a0510;`;

const domainRules = DOMAIN_HUES.map(
  ([domain, hue, text]) =>
    `.f-${domain}{fill:${hue};background:${hue}}.s-${domain}{stroke:${hue}}.on-${domain}{fill:${text};color:${text}}`,
).join('\n');
const severityRules = ['low', 'medium', 'high', 'critical']
  .map((severity) => `.sev-${severity}{background:var(--${severity}-b);color:var(--${severity}-t)}`)
  .join('\n');

const LAYOUT = `
*{box-sizing:border-box}
html{font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;background:var(--page);color:var(--ink);-webkit-text-size-adjust:100%;scroll-padding-top:56px}
body{margin:0;overflow-wrap:anywhere}
main,.bar-inner,footer{max-width:1184px;margin:0 auto;padding:0 32px}
h1,h2,h3,h4,h5,p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
h1{font-size:28px;line-height:1.2;font-weight:650;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3;font-weight:650}
h3{font-size:17px;line-height:1.35;font-weight:650}
h4{font-size:14px;font-weight:650;margin:32px 0 8px}
h5{font-size:13px;font-weight:650;margin:0 0 4px}
a{color:var(--link);text-underline-offset:2px;text-decoration-thickness:1px}
small{display:block;font-size:12px;color:var(--muted);font-weight:400}
code,pre,.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:12px}
.id small{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.muted,.note,.empty,.seen{color:var(--muted)}
.note{font-size:12px;margin-top:8px}
.empty{padding:12px 16px;background:var(--surface);border-left:3px solid var(--strong-line);margin:8px 0}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:fixed;top:8px;left:8px;z-index:9;background:var(--page);padding:8px 16px}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:2px}
html:not(.js) .js-only,[hidden]{display:none!important}
.off{color:var(--bad)}
button,input{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--strong-line);border-radius:4px;padding:3px 10px}
button{cursor:pointer}
button:hover{border-color:var(--ink)}
.top{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--line)}
.bar-inner{display:flex;align-items:center;gap:4px 20px;min-height:48px;flex-wrap:wrap;padding-top:6px;padding-bottom:6px}
.brand{font-weight:650}
.brand span{font-weight:400;color:var(--muted)}
.bar-inner nav{display:flex;gap:16px;flex:1}
.bar-inner nav a{color:var(--muted);text-decoration:none}
.bar-inner nav a:hover{color:var(--ink);text-decoration:underline}
.controls{display:flex;gap:8px}
.controls button{font-size:12px;padding:2px 8px}
.section{margin-top:56px}
.section>h2{margin-bottom:12px;padding-bottom:6px;border-bottom:1px solid var(--line)}
`;

const OVERVIEW = `
.overview{display:grid;grid-template-columns:minmax(0,1.25fr) minmax(0,1fr) minmax(0,.85fr);gap:12px 40px;padding-top:32px}
.lead{grid-column:1/-1}
.budget{color:var(--muted);margin-top:6px;font-size:15px}
.first{margin:20px 0 12px;border-left:3px solid var(--mark);padding:2px 0 2px 16px}
.label{font-size:12px;color:var(--muted)}
.first-title{font-size:20px;line-height:1.35;font-weight:650;margin:2px 0 6px;max-width:60em}
.first-title a{color:inherit;text-decoration-color:var(--strong-line)}
.why-first{max-width:70em}
.first .meta{margin-top:6px}
.panel h2{font-size:14px;margin-bottom:6px;padding-bottom:4px;border-bottom:1px solid var(--line)}
.overview .panel:nth-of-type(1){grid-column:1/3}
.trust>div{display:grid;grid-template-columns:192px minmax(0,1fr);gap:12px;padding:4px 0}
.trust dt{display:flex;gap:8px;align-items:baseline}
.trust dt a{color:inherit}
.verdict{font-size:12px;font-weight:650;min-width:80px;white-space:nowrap}
.verdict::before{content:"";display:inline-block;width:8px;height:8px;margin-right:6px;border:2px solid currentColor;border-radius:50%}
.verdict.good{color:var(--good)}.verdict.good::before{background:currentColor}
.verdict.partial{color:var(--warn)}.verdict.partial::before{background:linear-gradient(90deg,currentColor 50%,transparent 50%)}
.verdict.poor{color:var(--bad)}.verdict.poor::before{border-radius:0}
.verdict.unknown{color:var(--muted)}
.warnings{margin:8px 0 0;padding-left:18px;color:var(--warn)}
.changes{padding-left:0;list-style:none}
.changes li{padding:4px 0}
.fresh{display:inline-block;margin-left:8px;font-size:12px;font-weight:650;color:var(--good)}
`;

const TABLES = `
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{font-size:12px;font-weight:400;color:var(--muted);white-space:nowrap;border-bottom-color:var(--strong-line)}
tbody th{font-weight:400}
.n{text-align:right}
td.n,th.n{padding-right:16px}
.scroll{overflow-x:auto;max-width:100%}
.scroll table{overflow-wrap:break-word}
.tall{max-height:76vh;overflow:auto;border:1px solid var(--line);border-radius:4px}
.tall th,.tall td,.tall th:last-child,.tall td:last-child{padding-left:12px;padding-right:12px}
.nowrap{white-space:nowrap}
#anomalies-table .id{min-width:190px}
.tall thead th{position:sticky;top:0;background:var(--surface);z-index:1}
.narrow-table{max-width:640px}
.ranked{margin-bottom:8px}
.ranked th .meta{margin-top:4px}
.ranked th>a{font-weight:650;color:inherit;text-decoration-color:var(--strong-line)}
.ranked td{white-space:nowrap}
.ranked .n b{font-size:17px}
.waits b{font-weight:400}
.meta{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;font-size:12px;color:var(--muted)}
.chip{display:inline-block;font-size:12px;line-height:18px;padding:0 7px;border-radius:3px;white-space:nowrap}
.plain{border:1px solid var(--line);line-height:16px;color:var(--muted)}
.domain{white-space:nowrap;margin-right:10px}
.meta .domain{margin-right:0}
.dot{display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:5px;border:1px solid var(--outline)}
.toolbar{display:flex;gap:8px 12px;align-items:center;margin:12px 0;flex-wrap:wrap}
.toolbar input{flex:1 1 260px;min-width:0;max-width:420px}
.toolbar output,.toolbar .muted{font-size:12px}
.toolbar output{color:var(--muted);margin-left:auto}
.sortable thead button{border:0;background:none;padding:0;font-size:12px;color:inherit}
.sortable thead button:hover{color:var(--ink);text-decoration:underline}
th[aria-sort=ascending] button::after{content:" ↑"}
th[aria-sort=descending] button::after{content:" ↓"}
`;

const INCIDENT = `
.incident{border:1px solid var(--line);border-radius:6px;margin-top:16px;background:var(--page)}
summary{cursor:pointer}
.incident-head{display:grid;grid-template-columns:28px minmax(0,1fr) auto;gap:4px 12px;padding:16px 20px;list-style:none}
.incident-head::-webkit-details-marker,.cite summary::-webkit-details-marker,.why summary::-webkit-details-marker{display:none}
.incident-head:hover h3,.why>summary:hover .why-title{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px}
.rank{font-size:17px;line-height:1.35;color:var(--muted)}
.head-main .meta{margin-top:6px}
.score{text-align:right;line-height:1.1}
.score b{font-size:28px;font-weight:650}
.incident-body{padding:0 20px 24px 60px}
.reason{max-width:76em}
.stages{list-style:none;display:flex;flex-wrap:wrap;gap:8px 0;margin-top:16px}
.stages li{flex:1 1 120px;padding:8px 14px 8px 22px;background:var(--surface);clip-path:polygon(0 0,calc(100% - 9px) 0,100% 50%,calc(100% - 9px) 100%,0 100%,9px 50%);margin-right:-4px;min-width:0}
.stages li:first-child{clip-path:polygon(0 0,calc(100% - 9px) 0,100% 50%,calc(100% - 9px) 100%,0 100%);padding-left:12px}
.stages b{display:block;font-size:13px;line-height:1.3;overflow-wrap:normal}
.tellings{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:8px 32px;margin-top:20px}
.telling h4{margin:8px 0 4px}
.prose{font-size:14px}
.cite{display:inline}
.cite>summary{display:inline-block;list-style:none;font-size:11px;line-height:15px;min-width:17px;text-align:center;padding:0 4px;border:1px solid var(--strong-line);border-radius:8px;color:var(--link);vertical-align:2px;margin:0 2px}
.cite>summary::marker{content:""}
.cite::details-content{display:none}
.cite[open]::details-content{display:block}
.cite[open]>summary{background:var(--link);color:var(--page);border-color:var(--link)}
.cited{display:block;max-height:17em;overflow:auto;margin:6px 0 8px;padding:6px 0 6px 10px;border-left:2px solid var(--link);font-size:12px}
.citation{display:block;padding:2px 0}
.copy{font-size:11px;line-height:14px;padding:0 5px;color:var(--muted);border-color:var(--line);font-family:system-ui,-apple-system,"Segoe UI",sans-serif}
.more{margin-top:12px}
.more>summary,.fallback>summary{color:var(--link);width:fit-content;max-width:100%}
.fallback{font-size:12px;margin-top:4px}
.story{list-style:none;margin-top:8px}
.story li{display:grid;grid-template-columns:118px minmax(0,1fr);gap:12px;padding:4px 0;border-bottom:1px solid var(--line)}
.when{color:var(--muted);font-size:12px;line-height:21px}
.figure{margin:0}
figcaption{font-size:12px;color:var(--muted);margin-top:6px}
.path.narrow{display:none}
.legend{display:inline-flex;flex-wrap:wrap;gap:2px 14px;margin-right:14px}
.why{border-top:1px solid var(--line)}
.why:last-of-type{border-bottom:1px solid var(--line)}
.why>summary{display:grid;grid-template-columns:26px minmax(0,1fr) auto;gap:10px;align-items:center;padding:7px 0;list-style:none}
.why>p,.why>table{margin-left:36px}
.why>table{width:calc(100% - 36px)}
.why>.note{margin:8px 0 14px 36px}
.badge{width:24px;height:24px;line-height:22px;border-radius:50%;text-align:center;font-size:11px;border:1px solid var(--outline)}
.why-title{font-weight:650}
.why-title .muted{font-weight:400}
.why-odds{font-weight:650;white-space:nowrap}
.facets{margin-top:6px}
.facets th{width:20%}
.facets td:nth-child(2){width:23%}
.facets .picture{width:180px}
.columns{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px 40px;margin-top:8px}
.parts td.n{width:60px}
.bar-cell{width:40%}
.part-bar{display:block;width:100%;height:8px;margin-top:6px}
.query{display:grid;grid-template-columns:36px minmax(0,1fr) auto;gap:8px;align-items:start;padding:6px 0;border-bottom:1px solid var(--line)}
.query code{max-height:7.5em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.query-language{font-size:12px;color:var(--muted)}
.search{margin-top:12px}
.letter{margin-top:12px}
pre{white-space:pre-wrap;word-break:break-all;background:var(--surface);padding:8px 12px;margin-top:4px;max-height:12em;overflow:auto}
`;

const light = `:root{color-scheme:light;${LIGHT}}`;
const dark = (selector: string): string => `${selector}{color-scheme:dark;${DARK}}`;

/** The one style sheet of the page: no import, no font, no image, nothing that asks the network. Paper is always light. */
export const PAGE_STYLE = `${light}
@media screen and (prefers-color-scheme:dark){${dark(':root:not([data-theme=light])')}}
@media screen{${dark(':root[data-theme=dark]')}}
${domainRules}
${severityRules}
${LAYOUT}${OVERVIEW}${TABLES}${INCIDENT}${PICTURES}${NARROW}${PRINT}`;
