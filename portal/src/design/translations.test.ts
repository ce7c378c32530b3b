import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const en = JSON.parse(read('./translations/en.json')) as Record<string, string>
const zh = JSON.parse(read('./translations/zh.json')) as Record<string, string>
const components = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.astro'))

test('both languages have the same texts, with the same places to fill', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en))
  const places = (text = '') => [...text.matchAll(/\{\w+/g)].map(String).toSorted()
  for (const key of Object.keys(en)) expect(places(zh[key]), key).toEqual(places(en[key]))
})

test('every text that a component asks for is there, and no other', () => {
  const asked = new Set(
    components.flatMap((file) =>
      [...read(`./${file}`).matchAll(/'(portal\.design\.[\w.]+)'/g)].map((match) => match[1]),
    ),
  )
  const steps = ['done', 'current', 'todo', 'failed'].map((state) => `portal.design.step.${state}`)
  expect(Object.keys(en).toSorted()).toEqual([...asked, ...steps].toSorted())
})

test('no component has a style attribute or an inline handler, which the content security policy refuses', () => {
  for (const file of components) expect(read(`./${file}`), file).not.toMatch(/\sstyle=|\son[a-z]+=|<style|is:inline/)
})
