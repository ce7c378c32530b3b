import type { MoneyValue } from '../context.ts'
import type { NavItem, UserLink } from '../shell-parts.ts'

/** Picks the text of the page’s language: the gallery is no part of the product and keeps its texts where they stand. */
export type Say = (english: string, chinese: string) => string

export const say = (locale: string): Say => (locale === 'zh' ? (_, chinese) => chinese : (english) => english)

export const euro = (amount: number | string): MoneyValue => ({ amount: String(amount), currency: 'EUR' })

/** The navigation of a partner, the page at `current` marked. */
export function demoNav(s: Say, current: string): NavItem[] {
  const sell = s('Sell', '销售')
  const buy = s('Buy', '采购')
  const grow = s('Grow', '成长')
  const items: NavItem[] = [
    { label: s('Home', '首页'), href: '/design/home', icon: 'home', onBar: true },
    { label: s('Deals', '商机报备'), href: '/design/deals', icon: 'deal', group: sell, count: 3, onBar: true },
    { label: s('Leads', '线索'), href: '#leads', icon: 'lead', group: sell, count: 2, onBar: true },
    { label: s('Quotes', '报价'), href: '#quotes', icon: 'quote', group: sell },
    { label: s('Catalog', '产品目录'), href: '/design/price', icon: 'catalog', group: buy, onBar: true },
    { label: s('Orders', '订单'), href: '#orders', icon: 'order', group: buy },
    { label: s('Invoices', '发票'), href: '#invoices', icon: 'invoice', group: buy },
    { label: s('Service', '服务'), href: '#service', icon: 'service', group: buy },
    { label: s('Earnings', '收益'), href: '#earnings', icon: 'wallet', group: grow },
    { label: s('Market funds', '市场基金'), href: '#funds', icon: 'funds', group: grow },
    { label: s('Training', '培训认证'), href: '#training', icon: 'training', group: grow },
    { label: s('Library', '资料库'), href: '#library', icon: 'library', group: grow },
    { label: s('Plan', '业务计划'), href: '#plan', icon: 'plan', group: grow },
    { label: s('Components', '组件'), href: '/design', icon: 'configurator', group: s('Design', '设计') },
  ]
  return items.map((item) => ({ ...item, current: item.href === current }))
}

export function demoShell(s: Say, current: string, query: URLSearchParams) {
  const dark = new URLSearchParams(query)
  dark.set('theme', query.get('theme') === 'dark' ? 'light' : 'dark')
  const userLinks: UserLink[] = [
    { label: s('Your profile', '个人资料'), href: '#profile', icon: 'person' },
    { label: s('Company and people', '公司与成员'), href: '#company', icon: 'company' },
    { label: s('Light or dark', '浅色或深色'), href: `?${dark}`, icon: 'theme' },
    {
      label: s('简体中文', 'English'),
      href: `/preferences?locale=${s('zh', 'en')}&next=${current || '/design'}`,
      icon: 'globe',
      lang: s('zh-Hans', 'en'),
    },
    { label: s('Sign out', '退出登录'), href: '#sign-out', icon: 'sign-out', post: true },
  ]
  return {
    company: { name: 'Lindqvist Pumps', href: '/design/home' },
    nav: demoNav(s, current),
    visitor: {
      name: s('Amélie Laurent', '刘静怡'),
      email: 'amelie@hydrosud.example',
      partner: 'HydroSud Distribution',
    },
    partners: [
      { id: '1', name: 'HydroSud Distribution', hint: s('Distributor, Gold', '分销商，金牌'), current: true },
      { id: '2', name: 'HydroSud Iberia', hint: s('Reseller, Silver', '经销商，银牌') },
    ],
    partnerAction: '#partner',
    search: { action: '#search' },
    notifications: { href: '#notifications', count: 4 },
    userLinks,
    footerLinks: [
      { label: s('Help', '帮助'), href: '#help' },
      { label: s('Partner agreement', '合作协议'), href: '#agreement' },
      { label: s('Privacy', '隐私'), href: '#privacy' },
    ],
  }
}
