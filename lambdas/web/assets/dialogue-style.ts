/*
 * The look of Zendesk's Admin Center (Garden: system font, 14 px, blue 700, 4 px radius, 40 px inputs), light and dark.
 * Logical properties throughout, so that a right-to-left language needs no second sheet.
 */
export const dialogueStyle = `
:root{
  color-scheme:light dark;
  --bg:#fff;--subtle:#f8f9f9;--raised:#fff;--fg:#293239;--muted:#5c6970;--line:#d8dcde;--control:#848f99;
  --primary:#1f73b7;--primary-hover:#13456d;--on-primary:#fff;--tint:#edf7ff;
  --danger:#b3261f;--danger-tint:#fff0f1;--danger-line:#f5b5ba;
  --warning:#8a4b08;--warning-tint:#fff8ed;--warning-line:#ffb648;
  --success:#026e45;--success-tint:#edf8f4;--success-line:#acd8cb;
  --ring:0 0 0 2px var(--bg),0 0 0 4px var(--primary);
}
@media (prefers-color-scheme:dark){:root{
  --bg:#151a1e;--subtle:#1c2227;--raised:#1c2227;--fg:#d8dcde;--muted:#a5b0b8;--line:#39434b;--control:#848f99;
  --primary:#5db0f7;--primary-hover:#90cbff;--on-primary:#0e1b26;--tint:#10293d;
  --danger:#ff9a9e;--danger-tint:#321a1d;--danger-line:#7b2f35;
  --warning:#ffb648;--warning-tint:#2d2312;--warning-line:#6d4f16;
  --success:#5dc59f;--success-tint:#12271f;--success-line:#23594a;
}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--fg);font:14px/20px system-ui,-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Oxygen-Sans,Ubuntu,Cantarell,'Helvetica Neue',Arial,sans-serif;overflow-wrap:anywhere}
h1,h2,p,ul,ol,dl,dd,fieldset,table{margin:0;padding:0}
h1{font-size:18px;line-height:24px;font-weight:600}
h2{font-size:16px;line-height:24px;font-weight:600}
ul,ol{padding-inline-start:20px}
a{color:var(--primary)}
a:hover{color:var(--primary-hover)}
:focus{outline:none}
:focus-visible{outline:2px solid transparent;box-shadow:var(--ring);border-radius:4px}
[hidden]{display:none!important}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;margin:-1px;padding:0;border:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.header{display:flex;gap:12px;align-items:center;padding:16px 24px;border-block-end:1px solid var(--line)}
.header p{color:var(--muted)}
.logo{inline-size:40px;block-size:40px;flex:none;border-radius:8px;background:var(--primary);display:grid;place-items:center}
.logo::before{content:'';inline-size:22px;block-size:22px;background:var(--on-primary);clip-path:polygon(50% 0,62% 36%,100% 36%,69% 58%,80% 95%,50% 72%,20% 95%,31% 58%,0 36%,38% 36%)}
main{max-inline-size:1120px;padding:0 24px 24px}
form>.alert{margin-block-start:24px}

.section{display:grid;gap:16px;padding-block:24px;border-block-end:1px solid var(--line)}
.section-intro p{color:var(--muted);margin-block-start:4px;max-inline-size:60ch}
.section-body{display:grid;gap:20px;min-inline-size:0}
form>.section:last-of-type{border-block-end:0}
@media (min-width:900px){
  .section{grid-template-columns:minmax(220px,280px) minmax(0,1fr);gap:40px}
  .section-body{max-inline-size:680px}
}
.footer{position:sticky;inset-block-end:0;display:flex;justify-content:flex-end;gap:12px;padding-block:16px;background:var(--bg);border-block-start:1px solid var(--line);margin-block-start:-1px}
.footer .button{min-inline-size:112px}

.field{display:grid;gap:4px;min-inline-size:0}
label,legend,.label{font-weight:600}
legend{padding:0}
.hint,.note{color:var(--muted);font-weight:400}
.note{padding:12px 16px;background:var(--subtle);border-radius:4px}
.error{color:var(--danger);display:flex;gap:6px;align-items:flex-start}
.error::before{content:'!';flex:none;inline-size:16px;block-size:16px;margin-block-start:2px;border-radius:50%;background:var(--danger);color:var(--bg);font:700 12px/16px system-ui,sans-serif;text-align:center}
.input{inline-size:100%;min-block-size:40px;padding:9px 12px;border:1px solid var(--control);border-radius:4px;background:var(--raised);color:inherit;font:inherit}
.input:hover{border-color:var(--primary)}
.input:focus-visible{border-color:var(--primary)}
.input[aria-invalid]{border-color:var(--danger)}
.input[readonly]{background:var(--subtle);color:var(--muted)}
.field-short{max-inline-size:320px}
.select{position:relative}
.select::after{content:'';position:absolute;inset-inline-end:14px;inset-block-start:16px;inline-size:7px;block-size:7px;border-inline-end:2px solid var(--muted);border-block-end:2px solid var(--muted);transform:rotate(45deg);pointer-events:none}
[dir=rtl] .select::after{transform:rotate(-45deg)}
select.input{appearance:none;padding-inline-end:36px;text-overflow:ellipsis}
option{background:var(--raised);color:var(--fg)}

.button{min-block-size:40px;padding:0 16px;border:1px solid var(--primary);border-radius:4px;background:transparent;color:var(--primary);font:inherit;font-weight:400;cursor:pointer;transition:background-color .15s,border-color .15s,color .15s}
.button:hover{background:var(--tint);color:var(--primary-hover);border-color:var(--primary-hover)}
.button-primary{background:var(--primary);color:var(--on-primary)}
.button-primary:hover{background:var(--primary-hover);color:var(--on-primary)}
.button[aria-disabled=true]{opacity:.65;cursor:progress}

.check,.toggle{display:flex;gap:8px;align-items:flex-start;min-block-size:24px}
.check label,.toggle label{font-weight:400;cursor:pointer}
.toggle label{font-weight:600}
.check>div,.toggle>div{min-inline-size:0}
.check .hint,.toggle .hint{font-size:12px;line-height:16px;margin-block-start:2px}
input[type=checkbox]{appearance:none;flex:none;margin:2px 0 0;inline-size:16px;block-size:16px;border:1px solid var(--control);border-radius:4px;background:var(--raised);display:grid;place-items:center;cursor:pointer}
input[type=checkbox]:hover{border-color:var(--primary)}
input[type=checkbox]::before{content:'';inline-size:10px;block-size:10px;background:var(--on-primary);clip-path:polygon(10% 50%,0 62%,38% 96%,100% 18%,88% 8%,37% 74%);opacity:0}
input[type=checkbox]:checked{background:var(--primary);border-color:var(--primary)}
input[type=checkbox]:checked::before{opacity:1}
input[type=checkbox]:disabled{background:var(--subtle);border-color:var(--line);cursor:not-allowed}
:disabled+div label{color:var(--muted);cursor:not-allowed}
input[type=checkbox][aria-invalid]{border-color:var(--danger)}
input[role=switch]{inline-size:40px;block-size:20px;margin-block-start:0;border-radius:20px;background:var(--control);border-color:transparent;padding:1px;justify-items:start}
input[role=switch]::before{inline-size:16px;block-size:16px;border-radius:50%;background:#fff;clip-path:none;opacity:1;transition:translate .15s}
input[role=switch]:checked::before{background:var(--on-primary);translate:20px}
[dir=rtl] input[role=switch]:checked::before{translate:-20px}

.group{border:0;min-inline-size:0;display:grid;gap:8px}
.group>legend{margin-block-end:8px}
.group>.hint{margin-block-start:-6px}
.domains{display:grid;grid-auto-rows:max-content;gap:4px;max-block-size:344px;overflow:auto;padding:12px;border:1px solid var(--line);border-radius:4px}
.domains:not(:has(.check)){display:none}
.domains .check{padding:4px}
.inline{display:flex;flex-wrap:wrap;gap:8px 24px}
.inline>legend,.inline>.error{flex-basis:100%}
.columns>div{display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:8px 16px}
.grid>div{display:grid;grid-template-columns:repeat(auto-fill,minmax(190px,1fr));gap:16px}
.grid label{font-weight:400}
.add{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:8px;align-items:end;max-inline-size:560px}
.add .error{grid-column:1/-1}
.add:has(.error){align-items:center}
.search{margin-block-end:4px}

.connection{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;padding:12px 16px;border:1px solid var(--line);border-radius:4px}
.connection-state{flex:1 1 200px;display:flex;gap:8px;align-items:center}
.connection .hint,.connection .waiting{flex-basis:100%}
.waiting:empty{display:none}
.waiting{color:var(--muted)}
.dot{inline-size:10px;block-size:10px;flex:none;border-radius:50%;background:var(--success)}
.connection-dead .dot{background:var(--danger)}
.connection-dead{border-color:var(--danger-line);background:var(--danger-tint)}

.alert{padding:16px 20px;border:1px solid var(--line);border-radius:4px;display:grid;gap:4px}
.alert h2{font-size:14px;line-height:20px}
.alert-error{background:var(--danger-tint);border-color:var(--danger-line);color:var(--danger)}
.alert ul{padding-inline-start:16px}
.alert a{color:inherit;display:inline-block;padding-block:2px}
.alert-warning{background:var(--warning-tint);border-color:var(--warning-line);color:var(--warning)}
.alert-success{background:var(--success-tint);border-color:var(--success-line);color:var(--success)}

.count:not(:has(p)){display:none}
.count{padding:12px 16px;background:var(--subtle);border-radius:4px;display:grid;gap:8px}
.count[aria-busy=true]{color:var(--muted)}
.counts{list-style:none;padding:0;display:grid;gap:4px}
.counts li{display:flex;flex-wrap:wrap;gap:0 12px;justify-content:space-between}
.domain{font-weight:600}
.preview{display:flex;flex-wrap:wrap;gap:4px 12px;padding:12px 16px;background:var(--subtle);border-radius:4px}
.preview span{color:var(--muted)}
.preview output{font-weight:600}

.state{display:flex;gap:8px;align-items:center;font-weight:600}
.state::before{content:'';inline-size:10px;block-size:10px;border-radius:50%;background:var(--success)}
.state-waiting::before{background:var(--warning-line)}
.state-stopped::before{background:var(--danger)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:16px}
.facts>div{display:flex;flex-direction:column;justify-content:space-between}
.facts dt{color:var(--muted)}
.facts dd{font-size:16px;line-height:24px;font-weight:600}
.table{inline-size:100%;border-collapse:collapse}
.table th,.table td{text-align:start;padding:8px 0;border-block-end:1px solid var(--line);vertical-align:top}
.table thead th{color:var(--muted);font-weight:400}
.table tbody th{font-weight:600;inline-size:45%}
.table td,.table th+th{padding-inline-start:12px}
.decisions{list-style:none;display:grid;gap:16px}
.decisions p{margin-block-end:8px;overflow-wrap:anywhere}
.progress{display:grid;gap:6px;justify-items:start}
progress{appearance:none;inline-size:100%;block-size:8px;border:0;border-radius:8px;background:var(--line);overflow:hidden}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--primary)}
progress::-moz-progress-bar{background:var(--primary)}
.progress .button{margin-block-start:6px}
.copy{display:flex;gap:8px}
.copy .button{flex:none}
.webhook{gap:0}

.start,.message{max-inline-size:560px;margin-inline:auto;padding-block:40px}
.start form,.message{display:grid;gap:16px;justify-items:start}
.start h2{font-size:22px;line-height:28px}
.steps{display:grid;gap:12px;padding:0;list-style:none;counter-reset:step}
.steps li{counter-increment:step;display:flex;gap:12px;align-items:center}
.steps li::before{content:counter(step);flex:none;inline-size:28px;block-size:28px;border-radius:50%;background:var(--tint);color:var(--primary);font-weight:600;line-height:28px;text-align:center}
.message{min-block-size:100vh;align-content:center;padding:24px}
.message h1{font-size:22px;line-height:28px}
.message h1:has(strong){font-weight:400}
.message h1 strong{font-weight:700}
.message>p{max-inline-size:52ch}
.message form{display:grid;gap:12px;justify-items:start}
.message>div[data-connected]{display:grid;gap:16px;justify-items:start}
.message-mark{inline-size:48px;block-size:48px;border-radius:50%;background:var(--success-tint);color:var(--success);font:700 24px/48px system-ui,sans-serif;text-align:center}
.message-mark-problem{background:var(--warning-tint);color:var(--warning)}
.link-mark{display:flex;gap:4px}
.link-mark span{inline-size:28px;block-size:14px;border:3px solid var(--primary);border-radius:14px}
.link-mark span+span{margin-inline-start:-12px}

@media (max-width:480px){
  .header{padding:12px 16px}
  main{padding:0 16px 16px}
  .add{grid-template-columns:1fr}
  .add .button{justify-self:start}
  .inline{flex-direction:column;gap:8px}
  .columns>div{grid-template-columns:repeat(2,minmax(0,1fr))}
  .footer .button{inline-size:100%}
}
@media (prefers-reduced-motion:reduce){*,::before,::after{transition:none!important;animation:none!important;scroll-behavior:auto!important}}
@media (forced-colors:active){
  input[type=checkbox]{appearance:auto}
  :focus-visible{outline-color:Highlight}
}
`;
