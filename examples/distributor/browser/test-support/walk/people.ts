/** Who takes part in a walk. */
export interface Cast {
  /** Administers the partner above, and invites. */
  readonly distributor: string
  readonly above: string
  /** The partner that rises: a new one, below the distributor. */
  readonly partner: string
  readonly country: string
  readonly territory: string
  /** Of the staff: sells to it. */
  readonly seller: string
  readonly invited: { readonly name: string; readonly email: string }
  /** At a partner elsewhere, after the same customer; reads English. */
  readonly rival: string
  /** Of the staff: decides on deals, quotes and funds. */
  readonly manager: string
  readonly customer: { readonly name: string; readonly place: string }
}

export const western: Cast = {
  distributor: 'katrin@rheinfluid.example',
  above: 'Rheinfluid Vertriebs GmbH',
  partner: 'Saale Pumpentechnik',
  country: 'DE',
  territory: 'Central Europe',
  seller: 'marta@lindqvist.example',
  invited: { name: 'Nora Falk', email: 'nora@saale-pumpen.example' },
  rival: 'pieter@delta-pompen.example',
  manager: 'jonas@lindqvist.example',
  customer: { name: 'Muldewasser Zweckverband', place: 'Grimma' },
}

export const eastern: Cast = {
  distributor: 'li.wei@huadong-liuti.example',
  above: '华东流体设备有限公司',
  partner: '无锡清源泵业有限公司',
  country: 'CN',
  territory: '华东',
  seller: 'chen.xiaoyan@lindqvist.example',
  invited: { name: '顾敏', email: 'gu.min@wuxi-qingyuan.example' },
  rival: 'pieter@delta-pompen.example',
  manager: 'wang.guoqiang@lindqvist.example',
  customer: { name: '太湖水务有限公司', place: '无锡' },
}

/** Does what an ERP, or whoever configures the channel, does through the API. */
export const administrator = 'astrid@lindqvist.example'
