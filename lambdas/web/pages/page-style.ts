/*
 * One sheet for the public pages, light and dark. All text reaches a contrast of 4.5 : 1 on its ground (WCAG AA).
 * Logical properties throughout, as in the account dialogue.
 */
export const pageStyle = `
:root{
  color-scheme:light dark;
  --page:#f7f9f8;--card:#fff;--ink:#14262a;--soft:#4c6066;--line:#d6dfdd;
  --brand:#0b5a50;--brand-strong:#084840;--on-brand:#fff;--tint:#e2f1ed;--link:#0b6055;
  --star:#c87800;--star-off:#c9d2d0;--bar:#cfdad8;
  --good:#0a6b45;--good-dot:#17a06a;--warn:#7d4a00;--warn-tint:#fff4de;--warn-line:#e8bb66;
  --shadow:0 1px 2px rgb(13 40 38/.06),0 8px 24px rgb(13 40 38/.07);
}
@media (prefers-color-scheme:dark){:root{
  --page:#0f1819;--card:#172324;--ink:#e6eeec;--soft:#a6b7b6;--line:#2c3b3c;
  --brand:#5fd0bd;--brand-strong:#86decf;--on-brand:#062420;--tint:#18332f;--link:#74d6c6;
  --star:#ffc861;--star-off:#40504f;--bar:#3a4a4a;
  --good:#6fdcae;--good-dot:#3ccb8d;--warn:#ffd08a;--warn-tint:#2c2414;--warn-line:#6b5223;
  --shadow:0 1px 2px rgb(0 0 0/.4),0 8px 24px rgb(0 0 0/.25);
}}
*,*::before,*::after{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:break-word}
h1,h2,h3,p,ol,ul,dl,dd,figure{margin:0;padding:0}
h1{font-size:clamp(2rem,1.3rem + 3vw,3.25rem);line-height:1.1;letter-spacing:-.022em;font-weight:750;text-wrap:balance}
h2{font-size:clamp(1.45rem,1.2rem + 1vw,1.9rem);line-height:1.2;letter-spacing:-.012em;text-wrap:balance}
h3{font-size:1.1rem;line-height:1.35}
a{color:var(--link);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{color:var(--ink);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:3px;border-radius:4px}
code{font:.9em ui-monospace,"SF Mono",Menlo,Consolas,monospace;background:var(--tint);border-radius:4px;padding:.1em .35em}
svg{display:block}
.wide{inline-size:100%;max-inline-size:1136px;margin-inline:auto;padding-inline:clamp(16px,4vw,32px)}
.soft{color:var(--soft)}
.lead{font-size:clamp(1.05rem,1rem + .35vw,1.2rem);color:var(--soft);max-inline-size:46ch;text-wrap:pretty}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.top{padding-block:20px}
.brand{display:inline-flex;align-items:center;gap:10px;font-weight:650;color:inherit;text-decoration:none}
.brand:hover{color:var(--link)}
.brand svg{inline-size:32px;block-size:32px}
section{padding-block:clamp(32px,5vw,56px)}
.plain{padding-block:clamp(28px,5vw,64px);display:grid;gap:16px}
.plain h1{font-size:clamp(1.7rem,1.3rem + 2vw,2.5rem)}

.hero{display:grid;gap:40px;align-items:center;padding-block:clamp(20px,4vw,56px) clamp(24px,4vw,48px)}
.hero>div{display:grid;gap:20px;justify-items:start;min-inline-size:0}
@media (min-width:920px){.hero{grid-template-columns:minmax(0,1.05fr) minmax(0,1fr);gap:56px}}
.health{display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px;padding:5px 14px;border:1px solid var(--line);border-radius:99px;background:var(--card);font-size:.9rem;font-weight:600}
.health .soft,.health a{font-weight:400}
.dot{position:relative;inline-size:9px;block-size:9px;border-radius:50%;background:var(--good-dot)}
.dot::after{content:"";position:absolute;inset:0;border-radius:50%;background:inherit}
@media (prefers-reduced-motion:no-preference){.dot::after{animation:pulse 2.4s ease-out infinite}}
@keyframes pulse{from{opacity:.7;transform:none}80%,to{opacity:0;transform:scale(2.8)}}
.actions{display:flex;flex-wrap:wrap;gap:14px 22px;align-items:center;margin-block-start:4px}
.button{display:inline-flex;align-items:center;min-block-size:52px;padding:12px 26px;border-radius:10px;background:var(--brand);color:var(--on-brand);font-size:1.06rem;font-weight:650;text-decoration:none}
.button:hover{background:var(--brand-strong);color:var(--on-brand)}

.story-cards{display:grid;gap:14px;font-size:.9rem;line-height:1.45}
.story .card{position:relative;display:grid;gap:6px;padding:14px 16px;box-shadow:var(--shadow)}
.story .card+.card::before{content:"";position:absolute;inset-block-start:-15px;inset-inline-start:40px;block-size:14px;border-inline-start:2px dashed var(--brand)}
.story .ticket{border-inline-start:4px solid var(--brand)}
@media (min-width:520px){.story .review,.story .reply{margin-inline-end:12%}.story .ticket{margin-inline-start:12%}.story .card+.card::before{inset-inline-start:auto;inset-inline-end:24%}}
.card-top{display:flex;align-items:center;gap:8px;flex-wrap:wrap}
.where{margin-inline-start:auto;color:var(--soft);font-size:.8rem}
.face{display:grid;place-items:center;inline-size:26px;block-size:26px;border-radius:50%;background:var(--tint);color:var(--link);font-size:.7rem;font-weight:700}
.stars{color:var(--star);font-size:1.1rem;letter-spacing:.12em;line-height:1.2}
.stars span{color:var(--star-off)}
.state{padding:1px 8px;border-radius:4px;background:#b3261f;color:#fff;font-size:.74rem;font-weight:650}
.tags{display:flex;flex-wrap:wrap;gap:6px}
.tags span{padding:1px 8px;border-radius:99px;background:var(--tint);color:var(--link);font-size:.78rem}
.answer{padding:8px 12px;margin-block-start:4px;border-radius:8px;background:var(--tint)}

.steps{display:grid;gap:20px;margin-block-start:24px;list-style:none;counter-reset:step}
@media (min-width:760px){.steps{grid-template-columns:repeat(3,minmax(0,1fr))}}
.steps>li{display:grid;align-content:start;gap:8px;overflow:hidden;padding-block-end:22px;counter-increment:step}
.steps>li>:not(svg){margin-inline:20px}
.steps h3{display:flex;align-items:center;gap:10px;margin-block-start:10px}
.steps h3::before{content:counter(step);flex:none;display:grid;place-items:center;inline-size:28px;block-size:28px;border-radius:50%;background:var(--brand);color:var(--on-brand);font-size:.92rem}
.steps .soft{font-size:.9rem}
.path b{font-weight:600}
.picture{inline-size:100%;block-size:auto;border-block-end:1px solid var(--line)}
.p-back{fill:var(--tint)}.p-card{fill:var(--card);stroke:var(--line);stroke-width:1.5}.p-bar{fill:var(--bar)}.p-brand{fill:var(--brand)}.p-tint{fill:var(--tint)}
.p-line{fill:none;stroke:var(--line);stroke-width:1.5}
.p-stroke{fill:none;stroke:var(--brand);stroke-width:4;stroke-linecap:round}
.p-arrow{fill:none;stroke:var(--on-brand);stroke-width:3;stroke-linecap:round;stroke-linejoin:round}
.p-label{fill:var(--on-brand);font:600 10.5px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.p-pointer{fill:var(--ink);stroke:var(--card);stroke-width:1.5}

.promises{display:grid;gap:28px 40px;margin-block-start:24px}
@media (min-width:640px){.promises{grid-template-columns:repeat(2,minmax(0,1fr))}}
.promises>div{padding-inline-start:18px;border-inline-start:3px solid var(--brand)}
.promises dt{font-weight:650;font-size:1.1rem}
.promises dd{margin-block-start:4px;color:var(--soft);max-inline-size:58ch}

.band{background:var(--card);border-block:1px solid var(--line)}
.band .lead{margin-block-start:8px;max-inline-size:60ch}
.moving{display:grid;gap:32px 56px;margin-block-start:28px}
@media (min-width:820px){.moving{grid-template-columns:minmax(0,1.1fr) minmax(0,1fr)}}
.moving ol,.moving ul{display:grid;gap:14px;margin-block-start:12px;padding-inline-start:1.3em}
.moving li{padding-inline-start:4px}
.moving li::marker{color:var(--link);font-weight:650}
.warning{margin-block-start:20px;padding:14px 18px;border:1px solid var(--warn-line);border-radius:10px;background:var(--warn-tint)}

.points{inline-size:100%;border-collapse:collapse}
.points th,.points td{padding:14px clamp(10px,2vw,20px);text-align:start;vertical-align:top;font-weight:400}
.points thead th{padding-block:12px;font-size:.85rem;color:var(--soft)}
.points tbody tr{border-block-start:1px solid var(--line)}
.points tbody th{inline-size:30%;font-weight:650}
.finding{display:grid;gap:2px 20px}
@media (min-width:700px){.finding{grid-template-columns:9.5rem minmax(0,1fr)}}
.verdict{display:inline-flex;align-items:baseline;gap:8px;font-weight:650}
.verdict::before{content:"";flex:none;inline-size:10px;block-size:10px;border-radius:50%;background:currentcolor}
.good{color:var(--good)}.attention{color:var(--warn)}.attention::before{border-radius:2px;transform:rotate(45deg)}
.unknown,.quiet{color:var(--soft)}.unknown::before,.quiet::before{background:none;box-shadow:inset 0 0 0 2px currentcolor}

.bottom{padding-block:32px 40px;font-size:.9rem;color:var(--soft)}
.bottom .wide{display:grid;gap:12px}
.bottom nav{display:flex;flex-wrap:wrap;gap:8px 24px}
`;
