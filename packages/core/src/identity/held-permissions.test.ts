import { describe, expect, it } from 'vitest'
import type { Scope } from '../access/actor.ts'
import { beyond, type RoleGrants } from './held-permissions.ts'

const holding = (held: RoleGrants, asked: RoleGrants): string[] =>
  beyond(new Map<string, Scope>(Object.entries(held)), asked)

describe('what somebody can not hand on', () => {
  it('is what he does not hold, or not as widely', () => {
    expect(holding({ 'a:x': 'team' }, { 'a:x': 'own', 'a:y': 'own' })).toEqual(['a:y'])
    expect(holding({ 'a:x': 'team' }, { 'a:x': 'territory' })).toEqual(['a:x'])
    expect(holding({}, { 'a:x': 'own' })).toEqual(['a:x'])
  })

  it('is nothing for who holds everything', () => {
    expect(holding({ '*': 'all' }, { 'a:x': 'all', '*': 'all' })).toEqual([])
    expect(holding({ '*': 'team' }, { 'a:x': 'team', '*': 'all' })).toEqual(['*'])
  })

  it('includes * where one permission is held less widely than everything', () => {
    expect(holding({ '*': 'all', 'a:x': 'own' }, { '*': 'all' })).toEqual(['*'])
    expect(holding({ '*': 'all', 'a:x': 'own' }, { 'a:x': 'team' })).toEqual(['a:x'])
  })
})
