/** The style of the server's own pages: system fonts, light and dark, phone to desktop, contrast of at least 4.5 to 1. */
export const style = `
:root { color-scheme: light dark; --ground: #fbfaf8; --card: #fff; --text: #1d1f24; --quiet: #5c616b; --line: #dcdad5; --accent: #8a3b12; --on-accent: #fff; --bad: #a3171f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #17181b; --card: #202226; --text: #eceae6; --quiet: #a5a9b2; --line: #3a3d44; --accent: #f0a070; --on-accent: #231006; --bad: #ff9a9a; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
main.narrow { max-width: 26rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 2.25rem 0 .75rem; }
p { margin: .25rem 0 1rem; }
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; }
form + p, .card + p { margin-top: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.links { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); margin: 0; padding: 0; list-style: none; }
.links p { margin: 0; }
code { font: .95em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
label { display: block; margin: 0 0 1rem; }
label.check { display: flex; gap: .6rem; align-items: center; }
input[type=email], input[type=password] { display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: .4rem; }
input[type=checkbox] { width: 1.1rem; height: 1.1rem; accent-color: var(--accent); }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: .5rem 1.1rem; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .4rem; cursor: pointer; }
button.plain { color: inherit; background: none; border: 1px solid var(--quiet); }
.wide { width: 100%; }
.bad { color: var(--bad); border-color: var(--bad); margin: 0 0 1.25rem; }
form.inline { display: inline; }
.people { list-style: none; margin: 0; padding: 0; }
.people li { border-top: 1px solid var(--line); padding: .75rem 1.25rem; }
.people li:first-child { border-top: 0; }
.people p { margin: 0; }
`
