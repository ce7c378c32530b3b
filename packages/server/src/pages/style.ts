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
a:focus-visible, button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; }
form + p, .card + p { margin-top: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; }
.links { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); margin: 0; padding: 0; list-style: none; }
.links p { margin: 0; }
code { font: .95em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
label { display: block; margin: 0 0 1rem; }
label.check { display: flex; gap: .6rem; align-items: center; }
input[type=email], input[type=password], input[type=text], textarea { display: block; width: 100%; margin-top: .25rem; padding: .6rem .7rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: .4rem; }
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
.card h2 { margin-top: 0; }
section.card + section.card { margin-top: 1rem; }
.qr svg { display: block; width: 100%; max-width: 14rem; height: auto; margin: 0 auto 1rem; }
.codes { columns: 2; list-style: none; margin: 0; padding: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.number { text-align: right; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 0; padding-left: .75rem; }
.totals { width: auto; min-width: min(20rem, 100%); margin: .5rem 0 0 auto; }
.totals th { font-weight: normal; color: var(--quiet); }
.totals th, .totals td { border: 0; padding-top: .2rem; padding-bottom: .2rem; }
.totals .total th, .totals .total td { border-top: 2px solid var(--text); color: inherit; font-weight: 700; padding-top: .5rem; }
.narrow-line { display: none; }
@media (max-width: 34rem) {
  .wide-column { display: none; }
  .narrow-line { display: block; }
}
`
