/** The simulator's one stylesheet: plain, in the colours that people know from Zendesk. */
export const styles = `
:root { --kale: #03363d; --blue: #1f73b7; --ink: #2f3941; --soft: #68737d; --line: #d8dcde; --ground: #f8f9f9; --note: #fff7ed; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: 13rem 1fr; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
nav { background: var(--kale); color: #fff; padding: 1.25rem 0; }
nav strong, nav a { display: block; padding: .5rem 1.25rem; }
nav strong small { display: block; font-weight: 400; opacity: .75; }
nav a { color: #e9ebed; text-decoration: none; }
nav a:hover, nav a[aria-current] { background: #0b5563; color: #fff; }
nav form { padding: 1rem 1.25rem; }
main { padding: 1.5rem 2rem 4rem; max-width: 70rem; min-width: 0; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
a { color: var(--blue); }
table { width: 100%; border-collapse: collapse; background: #fff; border: 1px solid var(--line); border-radius: 4px; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
#transcript td:nth-child(-n+2) { white-space: nowrap; } .card > :last-child { margin-bottom: 0; }
th { font-weight: 600; color: var(--soft); font-size: .85rem; white-space: nowrap; }
button, .button { font: inherit; padding: .35rem .9rem; border: 1px solid var(--blue); border-radius: 4px; background: #fff; color: var(--blue);
  cursor: pointer; text-decoration: none; display: inline-block; }
button.primary, .button.primary { background: var(--blue); color: #fff; }
button.danger { border-color: #cc3340; color: #cc3340; }
:focus-visible { outline: 3px solid #8ccbff; outline-offset: 1px; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; } .row form { display: inline; } .row + .card { margin-top: 1rem; }
.card { background: #fff; border: 1px solid var(--line); border-radius: 4px; padding: 1rem 1.25rem; margin: 0 0 1rem; }
.card > h2 { margin-top: 0; }
.card.note { background: var(--note); border-color: #f5d5a8; } .card.agent { border-left: 4px solid var(--blue); }
.meta { color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
.message { white-space: pre-wrap; overflow-wrap: anywhere; margin: .75rem 0; }
.badge { display: inline-block; white-space: nowrap; padding: 0 .5rem; border-radius: 999px; background: #e9ebed; font-size: .8rem; }
.badge.good { background: #d1f0df; } .badge.bad { background: #ffe0e0; color: #8c232c; } .badge.warn { background: #ffefdb; }
.notice { padding: .75rem 1rem; border-radius: 4px; background: #edf8f4; border: 1px solid #aecfc2; margin-bottom: 1rem; }
.notice h2 { font-size: 1rem; margin: .75rem 0 .25rem; } .notice ul { margin: 0; padding-inline-start: 1.25rem; }
.notice.bad { background: #fff0f1; border-color: #f5b5ba; }
label:first-child { margin-top: 0; } label { display: block; margin: .75rem 0 .25rem; font-weight: 600; } label.switch { font-weight: 400; }
input[type=text], input[type=url], input[type=number], select, textarea { font: inherit; width: 100%; max-width: 40rem; padding: .4rem .6rem;
  border: 1px solid var(--line); border-radius: 4px; background: #fff; color: inherit; }
pre { background: #fff; border: 1px solid var(--line); padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30rem; overflow: auto; }
iframe { border: 1px solid var(--line); border-radius: 4px; background: #fff; width: 100%; }
iframe.dialogue { height: calc(100vh - 9rem); min-height: 30rem; } iframe.html { display: block; border: 0; height: 10rem; margin: 0; }
ol.steps { list-style: none; counter-reset: step; margin: 1.5rem 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
ol.steps > li { counter-increment: step; position: relative; margin: 0; display: flex; flex-direction: column; align-items: flex-start; }
ol.steps h2 { margin: 0; font-size: 1rem; padding-inline-start: 2.25rem; position: relative; }
ol.steps h2::before { content: counter(step); position: absolute; inset: -.05rem auto auto 0; inline-size: 1.6rem; line-height: 1.6rem; border-radius: 50%; text-align: center; background: #e9ebed; font-size: .95rem; }
ol.steps p { margin: .6rem 0 1rem; flex: 1; } ol.steps .next { border-color: var(--blue); box-shadow: inset 0 3px var(--blue); } ol.steps .next h2::before { background: var(--blue); color: #fff; }
ol.steps .done h2::before { background: #037f52; color: #fff; content: '✓'; } .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.desk { display: grid; grid-template-columns: minmax(0, 1fr) var(--tray, 20rem); gap: 1.25rem; align-items: start; }
.facts { grid-template-columns: minmax(0, 1fr); gap: 0; font-size: .9rem; } .facts dt { font-size: .8rem; } .facts dd { margin-bottom: .5rem; }
.comment { padding: .9rem 1.25rem; } .comment header { display: flex; flex-wrap: wrap; gap: .25rem .6rem; align-items: center; margin-bottom: .6rem; }
.comment time { margin-inline-start: auto; } .comment > .row { gap: .5rem .75rem; }
.comment footer { display: flex; justify-content: space-between; gap: 1rem; margin-top: .25rem; font-size: .75rem; } .comment footer span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .comment footer a { flex: none; }
.avatar { inline-size: 2rem; line-height: 2rem; border-radius: 50%; text-align: center; background: #d8e8e4; color: var(--kale); font-size: .8rem; font-weight: 600; } .agent .avatar { background: #cee2f2; color: #144a75; }
button.quiet { border: 0; padding: 0; background: none; text-decoration: underline; font-size: .8rem; }
.apps { position: relative; } [data-tray-handle] { position: absolute; inset: 0 auto 0 -.9rem; inline-size: .5rem; cursor: col-resize; }
.app { background: #fff; border: 1px solid var(--line); border-radius: 4px; margin-bottom: 1rem; overflow: hidden; } .app.fixed { inline-size: 320px; }
.app > header { display: flex; justify-content: space-between; gap: .75rem; align-items: baseline; padding: .5rem .75rem; font-size: .9rem; white-space: nowrap; border-bottom: 1px solid var(--line); } .app iframe { display: block; border: 0; border-radius: 0; }
[data-color-scheme=dark] .app, [data-color-scheme=dark] .app iframe { background: #151a1e; color: #d8dcde; border-color: #39434b; } [data-color-scheme=dark] .app > header { border-color: #39434b; } [data-color-scheme=dark] .app button { color: #5db0f7; }
.toasts { position: fixed; inset: 1rem 1rem auto auto; z-index: 1; inline-size: 22rem; max-inline-size: 90vw; } .toast { margin: 0 0 .5rem; padding: .75rem 1rem; border-radius: 4px; background: #edf8f4; border: 1px solid #aecfc2; overflow-wrap: anywhere; }
.toast.alert { background: #fff7ed; border-color: #f5d5a8; } .toast.error { background: #fff0f1; border-color: #f5b5ba; }
.composer:has([value=note]:checked) .to-all, .composer:has([value=public]:checked) .to-us { display: none; } .composer textarea { max-width: none; } .composer .switch { margin: 0; } .composer label[for] { margin-top: .75rem; }
.agent-form { margin-top: 1rem; font-size: .9rem; } fieldset { border: 0; margin: .75rem 0 0; padding: 0; } legend { font-weight: 600; padding: 0; } fieldset label.switch { margin: .2rem 0; }
.lead { max-width: 46rem; }
dl { display: grid; grid-template-columns: 10rem 1fr; gap: .25rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 60rem) { .desk { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 45rem) {
  body { grid-template-columns: minmax(0, 1fr); align-content: start; } nav { display: flex; flex-wrap: wrap; align-items: center; padding: .5rem; } nav strong { flex-basis: 100%; }
  nav strong, nav a { padding: .35rem .6rem; } nav strong small { display: inline; } nav form { padding: .35rem .6rem; } main { padding: 1rem 1rem 3rem; }
  table { display: block; overflow-x: auto; } dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`;

/** For comments in HTML, each in a frame of its own. */
export const commentStyles = `
body { margin: 0; color: #2f3941; font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
a { color: #1f73b7; } p { margin: 0 0 .6rem; }
`;
