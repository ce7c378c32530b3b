/** What Lindqvist makes: article number, English, German and Chinese name, category, price in EUR, and what it costs. */
export interface Article {
  readonly sku: string
  readonly name: string
  readonly de: string
  readonly zh: string
  readonly category: string
  readonly price: string
  readonly cost: string
  readonly serial?: boolean
  readonly variantOf?: string
  readonly attributes?: Readonly<Record<string, string>>
  /** New: released so many days ago. Others are years old. */
  readonly releasedDaysAgo?: number
  readonly discontinuedDaysAgo?: number
  readonly unit?: string
}

export const categories: readonly { key: string; name: string; de: string; zh: string; parent: string | null }[] = [
  { key: 'pumps', name: 'Pumps', de: 'Pumpen', zh: '泵', parent: null },
  { key: 'centrifugal', name: 'Centrifugal pumps', de: 'Kreiselpumpen', zh: '离心泵', parent: 'pumps' },
  { key: 'submersible', name: 'Submersible pumps', de: 'Tauchpumpen', zh: '潜水泵', parent: 'pumps' },
  { key: 'dosing', name: 'Dosing pumps', de: 'Dosierpumpen', zh: '计量泵', parent: 'pumps' },
  { key: 'gear', name: 'Gear pumps', de: 'Zahnradpumpen', zh: '齿轮泵', parent: 'pumps' },
  { key: 'parts', name: 'Spare parts', de: 'Ersatzteile', zh: '备件', parent: null },
  { key: 'seals', name: 'Seals', de: 'Dichtungen', zh: '密封件', parent: 'parts' },
  { key: 'impellers', name: 'Impellers', de: 'Laufräder', zh: '叶轮', parent: 'parts' },
  { key: 'drives', name: 'Motors and drives', de: 'Motoren und Antriebe', zh: '电机与驱动', parent: 'parts' },
  { key: 'accessories', name: 'Accessories', de: 'Zubehör', zh: '附件', parent: null },
  { key: 'services', name: 'Services', de: 'Dienstleistungen', zh: '服务', parent: null },
]

type Line = readonly [sku: string, name: string, de: string, zh: string, price: string, cost: string]

const of = (category: string, more: Partial<Article>, lines: readonly Line[]): Article[] =>
  lines.map(([sku, name, de, zh, price, cost]) => ({ sku, name, de, zh, category, price, cost, ...more }))

export const articles: readonly Article[] = [
  ...of('centrifugal', { serial: true }, [
    ['LQ-C040', 'Centrifugal pump C 40', 'Kreiselpumpe C 40', '离心泵 C 40', '1840', '1021.40'],
    ['LQ-C065', 'Centrifugal pump C 65', 'Kreiselpumpe C 65', '离心泵 C 65', '2390', '1304.90'],
    ['LQ-C080', 'Centrifugal pump C 80', 'Kreiselpumpe C 80', '离心泵 C 80', '3120', '1688.20'],
    ['LQ-C100', 'Centrifugal pump C 100', 'Kreiselpumpe C 100', '离心泵 C 100', '4275', '2301.75'],
    ['LQ-C150', 'Centrifugal pump C 150', 'Kreiselpumpe C 150', '离心泵 C 150', '6980', '3790.10'],
  ]),
  ...of('centrifugal', { serial: true, releasedDaysAgo: 75 }, [
    ['LQ-CX', 'Process pump CX, made to order', 'Prozesspumpe CX nach Maß', '定制流程泵 CX', '8400', '4620'],
  ]),
  ...of('centrifugal', { serial: true, discontinuedDaysAgo: 90 }, [
    ['LQ-B050', 'Centrifugal pump B 50', 'Kreiselpumpe B 50', '离心泵 B 50', '1995', '1180.00'],
  ]),
  ...of('submersible', { serial: true }, [
    ['LQ-S10', 'Submersible pump S 10', 'Tauchpumpe S 10', '潜水泵 S 10', '1290', '702.30'],
    ['LQ-S20', 'Submersible pump S 20', 'Tauchpumpe S 20', '潜水泵 S 20', '1760', '955.80'],
    ['LQ-S35', 'Sewage pump S 35', 'Abwasserpumpe S 35', '污水泵 S 35', '2480', '1370.00'],
    ['LQ-S50', 'Sewage pump S 50', 'Abwasserpumpe S 50', '污水泵 S 50', '3650', '2012.60'],
  ]),
  ...of('dosing', { serial: true }, [
    ['LQ-D02', 'Dosing pump D 2', 'Dosierpumpe D 2', '计量泵 D 2', '640', '318.90'],
    ['LQ-D08', 'Dosing pump D 8', 'Dosierpumpe D 8', '计量泵 D 8', '795', '402.15'],
    ['LQ-D30', 'Dosing pump D 30', 'Dosierpumpe D 30', '计量泵 D 30', '1180', '611.00'],
  ]),
  ...of('dosing', { serial: true, variantOf: 'LQ-D08', attributes: { head: 'PVDF' } }, [
    ['LQ-D08-PV', 'Dosing pump D 8, PVDF head', 'Dosierpumpe D 8, Kopf PVDF', '计量泵 D 8，PVDF泵头', '872', '441.30'],
  ]),
  ...of('dosing', { serial: true, variantOf: 'LQ-D08', attributes: { head: 'steel' } }, [
    [
      'LQ-D08-SS',
      'Dosing pump D 8, steel head',
      'Dosierpumpe D 8, Kopf Edelstahl',
      '计量泵 D 8，不锈钢泵头',
      '1024',
      '519.80',
    ],
  ]),
  ...of('gear', { serial: true }, [
    ['LQ-G12', 'Gear pump G 12', 'Zahnradpumpe G 12', '齿轮泵 G 12', '1430', '798.00'],
    ['LQ-G25', 'Gear pump G 25', 'Zahnradpumpe G 25', '齿轮泵 G 25', '1985', '1093.40'],
    ['LQ-G40', 'Gear pump G 40, heated', 'Zahnradpumpe G 40, beheizt', '加热齿轮泵 G 40', '3310', '1842.75'],
  ]),
  ...of('seals', {}, [
    ['LQ-P101', 'Mechanical seal 32 mm', 'Gleitringdichtung 32 mm', '机械密封 32 mm', '86.50', '31.20'],
    ['LQ-P102', 'Mechanical seal 48 mm', 'Gleitringdichtung 48 mm', '机械密封 48 mm', '124', '45.10'],
    ['LQ-P103', 'Ceramic seal 48 mm', 'Keramikdichtung 48 mm', '陶瓷密封 48 mm', '212', '88.75'],
    ['LQ-P104', 'O-ring set, nitrile', 'O-Ring-Satz, NBR', 'O形圈套装（丁腈）', '9.80', '2.115'],
    ['LQ-P105', 'O-ring set, FKM', 'O-Ring-Satz, FKM', 'O形圈套装（氟胶）', '18.40', '5.0325'],
  ]),
  ...of('impellers', {}, [
    ['LQ-P201', 'Impeller C 40', 'Laufrad C 40', '叶轮 C 40', '178', '74.30'],
    ['LQ-P202', 'Impeller C 65', 'Laufrad C 65', '叶轮 C 65', '236', '97.90'],
    ['LQ-P203', 'Impeller C 80', 'Laufrad C 80', '叶轮 C 80', '318', '131.00'],
    ['LQ-P204', 'Impeller S 35, hardened', 'Laufrad S 35, gehärtet', '硬化叶轮 S 35', '402', '186.45'],
  ]),
  ...of('drives', { serial: true }, [
    ['LQ-M022', 'Motor 22 kW', 'Motor 22 kW', '电机 22 kW', '1690', '1102.00'],
    ['LQ-M037', 'Motor 37 kW', 'Motor 37 kW', '电机 37 kW', '2540', '1688.50'],
    ['LQ-M055', 'Motor 55 kW', 'Motor 55 kW', '电机 55 kW', '3780', '2541.00'],
    ['LQ-F022', 'Frequency converter 22 kW', 'Frequenzumrichter 22 kW', '变频器 22 kW', '1320', '861.90'],
    ['LQ-F055', 'Frequency converter 55 kW', 'Frequenzumrichter 55 kW', '变频器 55 kW', '2870', '1934.00'],
  ]),
  ...of('accessories', {}, [
    ['LQ-A01', 'Base frame', 'Grundrahmen', '底座', '285', '119.60'],
    ['LQ-A02', 'Flexible coupling', 'Elastische Kupplung', '弹性联轴器', '148', '62.05'],
    ['LQ-A03', 'Pressure gauge 0–16 bar', 'Manometer 0–16 bar', '压力表 0–16 bar', '42.90', '14.70'],
    ['LQ-A04', 'Non-return valve DN 65', 'Rückschlagventil DN 65', '止回阀 DN 65', '196', '84.00'],
    ['LQ-K01', 'Well set S 20', 'Brunnen-Set S 20', 'S 20 水井套装', '1985', '1110.00'],
  ]),
  ...of('accessories', { unit: 'm' }, [['LQ-A05', 'Submersible cable', 'Tauchkabel', '潜水电缆', '7.45', '3.1875']]),
  ...of('services', { unit: 'hour' }, [
    ['LQ-V01', 'Commissioning on site', 'Inbetriebnahme vor Ort', '现场调试', '118', '64.00'],
  ]),
]

/** The well set: a pump, thirty metres of cable and a valve. */
export const bundles: readonly { readonly bundle: string; readonly part: string; readonly quantity: string }[] = [
  { bundle: 'LQ-K01', part: 'LQ-S20', quantity: '1' },
  { bundle: 'LQ-K01', part: 'LQ-A05', quantity: '30' },
  { bundle: 'LQ-K01', part: 'LQ-A04', quantity: '1' },
]
