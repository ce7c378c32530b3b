/**
 * A catalog of realistic size, as SQL that fills it the same way each time: 2,000 products in 60 categories (two levels), 40 price books with 40,000
 * entries, 200 promotions, and 500 accounts in five tiers and four regions, 40 of them one partner's.
 */
export const marketStatements: readonly string[] = [
  `insert into crm.category (id, name, parent_id)
    select md5('category' || n)::uuid, 'Category ' || n, case when n > 10 then md5('category' || 1 + n % 10)::uuid end from generate_series(1, 60) n`,
  `insert into crm.product (id, sku, name, category_id, released_on)
    select md5('product' || n)::uuid, 'P-' || n, 'Pump ' || n, md5('category' || 11 + n % 50)::uuid, date '2020-01-01' + n from generate_series(1, 2000) n`,
  `insert into crm.price_tier (id, name, discount) select md5('tier' || n)::uuid, 'Tier ' || n, n * 5 from generate_series(1, 5) n`,
  `insert into crm.price_region (id, name) select md5('region' || n)::uuid, 'Region ' || n from generate_series(1, 4) n`,
  `insert into crm.partner (id, name) select md5('partner' || n)::uuid, 'Partner ' || n from generate_series(1, 10) n`,
  `insert into crm.account (id, name, partner_id)
    select md5('account' || n)::uuid, 'Account ' || n, case when n <= 400 then md5('partner' || 1 + n % 10)::uuid end from generate_series(1, 500) n`,
  `insert into crm.account_pricing (id, account_id, tier_id, region_id)
    select md5('pricing' || n)::uuid, md5('account' || n)::uuid, md5('tier' || 1 + n % 5)::uuid, md5('region' || 1 + n % 4)::uuid from generate_series(1, 500) n`,
  // Ten for everybody (now and earlier, in two currencies), ten for tiers, four for regions, sixteen for accounts.
  `insert into crm.price_book (id, name, currency, tier_id, region_id, account_id, valid_from, valid_until)
    select md5('book' || n)::uuid, 'Book ' || n, case when n % 3 = 0 then 'USD' else 'EUR' end,
      case when n between 11 and 20 then md5('tier' || 1 + n % 5)::uuid end, case when n between 21 and 24 then md5('region' || 1 + n % 4)::uuid end,
      case when n > 24 then md5('account' || n)::uuid end,
      case when n % 2 = 0 then date '2026-01-01' else date '2025-01-01' end, case when n > 1 and n % 2 = 1 then date '2025-12-31' end
    from generate_series(1, 40) n`,
  // Each product in twenty books, the list among them; in half of those from a larger quantity on.
  `insert into crm.price_book_entry (id, book_id, product_id, "from", unit_price)
    select md5('entry' || p || '-' || b)::uuid, md5('book' || case b when 0 then 1 else 1 + (p * 7 + b * 2) % 40 end)::uuid, md5('product' || p)::uuid,
      case when b % 2 = 0 then 0 else 10 end, 100 + p % 900 + b * 0.37 from generate_series(1, 2000) p, generate_series(0, 19) b`,
  `insert into crm.promotion (id, name, type, percent, product_id, category_id, min_quantity, valid_from, valid_until)
    select md5('promotion' || n)::uuid, 'Promotion ' || n, 'volume', 1 + n % 12,
      case when n % 2 = 0 then md5('product' || n * 9)::uuid end, case when n % 2 = 1 then md5('category' || 1 + n % 60)::uuid end, 1 + n % 20,
      date '2026-01-01' + n % 90, date '2026-03-01' + n % 300 from generate_series(1, 200) n`,
  'analyze',
]

/** 1,000 lines for twenty accounts of the first partner. */
export const linesQuery = `select md5('account' || 10 * (1 + n % 20))::uuid::text as account, md5('product' || 1 + n * 37 % 2000)::uuid::text as product,
  (1 + n % 30)::text as quantity, '2026-05-01' as date, 'EUR' as currency from generate_series(0, 999) n order by n`

/** What such a list of prices costs without telling how they came about: written by hand, without access rules. */
export const baselineStatement = `select e.unit_price * l.quantity as amount
  from unnest($1::uuid[], $2::numeric[]) with ordinality l(product, quantity, place)
  left join lateral (select e.unit_price from crm.price_book_entry e join crm.price_book b on b.id = e.book_id
    where e.product_id = l.product and e."from" <= l.quantity and e.deleted_at is null and b.deleted_at is null and b.currency = 'EUR'
      and b.tier_id is null and b.region_id is null and b.account_id is null
      and (b.valid_from is null or b.valid_from <= date '2026-05-01') and (b.valid_until is null or b.valid_until >= date '2026-05-01')
    order by b.priority desc, b.valid_from desc nulls last, e."from" desc limit 1) e on true
  order by l.place`
