import { entity, f } from '@tessera/core'
import { audienceFields } from '../audience/audience.ts'

/** What the company tells its partners, or some of them. */
export class Announcement extends entity(
  'announcement',
  {
    title: f.text({ max: 200 }).searchable().label({ en: 'Title', zh: '标题' }),
    body: f.richText().label({ en: 'Text', zh: '正文' }),
    language: f.enum(['en', 'zh']).nullable().label({ en: 'Language', zh: '语言' }).help({
      en: 'Shown to readers of this language only; to all where empty',
      zh: '仅向该语言读者显示；为空则全部显示',
    }),
    publishAt: f.instant().indexed().label({ en: 'From', zh: '发布时间' }),
    until: f.date().nullable().label({ en: 'Until', zh: '截止日期' }),
    pinned: f.bool().default(false).label({ en: 'On top', zh: '置顶' }),
    ...audienceFields('announcements'),
  },
  { label: { en: 'Announcement', zh: '公告' } },
) {}
