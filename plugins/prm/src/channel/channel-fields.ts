import { f, Team, Territory, User } from '@tessera/core'

/**
 * Whose a row of a partner is among the channel staff: its manager, team and territory. `followsPartner` fills them and keeps them in
 * step. With `visibility: channelVisibility` the scopes own, team and territory of a permission mean the partners somebody looks after.
 * @param rows the plural under which the other side lists them
 */
export const channelFields = (rows: string) => ({
  manager: f
    .ref(User, { inverse: `${rows}AsManager` })
    .nullable()
    .readonly()
    .label({ en: 'Channel manager', zh: '渠道经理' }),
  team: f.ref(Team, { inverse: rows }).nullable().readonly().label({ en: 'Team', zh: '团队' }),
  territory: f.ref(Territory, { inverse: rows }).nullable().readonly().label({ en: 'Territory', zh: '区域' }),
})

export const channelVisibility = { owner: 'manager', team: 'team', territory: 'territory' } as const
