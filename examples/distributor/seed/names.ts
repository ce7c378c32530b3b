/** Words that invented companies and people are made of, by market. */
export interface Market {
  readonly country: string
  readonly territories: readonly string[]
  readonly team: string
  readonly owners: readonly string[]
  readonly language: string
  readonly currency: string
  readonly phonePrefix: string
  readonly companies: readonly string[]
  readonly endings: readonly string[]
  readonly industries: readonly string[]
  readonly streets: readonly string[]
  readonly cities: readonly (readonly [city: string, region: string, postalCode: string, lat: number, lon: number])[]
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly titles: readonly string[]
  readonly partners: readonly string[]
}

const industries = [
  'Water supply',
  'Chemicals',
  'Food and beverage',
  'Mining',
  'Pulp and paper',
  'Shipbuilding',
  'Agriculture',
  'Power plants',
]
const titles = [
  'Head of Purchasing',
  'Plant Manager',
  'Maintenance Engineer',
  'Managing Director',
  'Project Engineer',
  'Warehouse Manager',
]

export const markets: readonly Market[] = [
  {
    country: 'DE',
    territories: ['europe-central'],
    team: 'europe',
    owners: ['jonas', 'marta'],
    language: 'de',
    currency: 'EUR',
    phonePrefix: '+4930',
    industries,
    titles,
    companies: [
      'Havelwasser',
      'Nordkanal',
      'Brauhaus Lindenau',
      'Eifel Zellstoff',
      'Oderwerft',
      'Salinen Altmark',
      'Harzer Erzbau',
      'Molkerei Sonnental',
      'Elbchemie',
      'Wasserwerke Mittelmark',
      'Weserkraft',
      'Obsthof Alteland',
    ],
    endings: ['GmbH', 'AG', 'GmbH & Co. KG', 'Betriebe', 'Anlagenbau GmbH'],
    streets: ['Hafenstraße', 'Am Kanal', 'Industriering', 'Mühlenweg', 'Werkstraße', 'Uferallee'],
    cities: [
      ['Berlin', 'Berlin', '10115', 52.53, 13.38],
      ['Hamburg', 'Hamburg', '20457', 53.54, 9.99],
      ['Leipzig', 'Sachsen', '04109', 51.34, 12.37],
      ['Bremen', 'Bremen', '28195', 53.08, 8.81],
    ],
    firstNames: ['Anna', 'Bernd', 'Clara', 'Dirk', 'Elif', 'Frank', 'Greta', 'Henrik', 'Ines', 'Jannis'],
    lastNames: ['Albrecht', 'Böhm', 'Çelik', 'Dietrich', 'Engel', 'Fuchs', 'Groß', 'Hartmann', 'Jansen', 'Köhler'],
    partners: ['rheinfluid', 'elbe-technik'],
  },
  {
    country: 'FR',
    territories: ['europe-west'],
    team: 'europe',
    owners: ['pierre'],
    language: 'fr',
    currency: 'EUR',
    phonePrefix: '+334',
    industries,
    titles,
    companies: [
      'Eaux du Vercors',
      'Papeterie Durance',
      'Chimie Rhodanienne',
      'Laiterie des Monts',
      'Chantiers Atlantique Sud',
      'Carrières de Grignan',
      'Sucrerie Beaumont',
    ],
    endings: ['SA', 'SAS', 'SARL', 'et Fils'],
    streets: ['rue du Port', 'avenue des Forges', 'quai Saint-Clair', 'chemin du Moulin'],
    cities: [
      ['Lyon', 'Rhône', '69002', 45.76, 4.83],
      ['Marseille', 'Bouches-du-Rhône', '13002', 43.3, 5.37],
      ['Grenoble', 'Isère', '38000', 45.19, 5.72],
    ],
    firstNames: ['Amélie', 'Bastien', 'Chloé', 'Damien', 'Élise', 'Fabrice'],
    lastNames: ['Aubert', 'Bonnet', 'Chevalier', 'Duval', 'Faure', 'Girard'],
    partners: ['aquatec', 'iberbombas'],
  },
  {
    country: 'CN',
    territories: ['china-east', 'china-south'],
    team: 'china',
    owners: ['xiaoyan', 'guoqiang'],
    language: 'zh-CN',
    currency: 'CNY',
    phonePrefix: '+8621',
    industries: ['供水', '化工', '食品饮料', '矿业', '造纸', '造船', '农业', '电力'],
    titles: ['采购经理', '厂长', '设备工程师', '总经理', '项目工程师', '仓库主管'],
    companies: [
      '江南水务',
      '长江造纸',
      '东海船舶',
      '太湖食品',
      '华北矿业',
      '珠江化工',
      '西湖啤酒',
      '金陵电力',
      '岭南农业',
      '北京自行车配件',
      '天津港务设备',
      '成都乳业',
    ],
    endings: ['有限公司', '股份有限公司', '集团', '有限责任公司'],
    streets: ['中山路', '工业大道', '滨江路', '人民路', '科技园路'],
    cities: [
      ['上海', '上海市', '200001', 31.23, 121.47],
      ['苏州', '江苏省', '215000', 31.3, 120.58],
      ['杭州', '浙江省', '310000', 30.27, 120.15],
      ['深圳', '广东省', '518000', 22.54, 114.06],
      ['广州', '广东省', '510000', 23.13, 113.26],
    ],
    firstNames: ['伟', '芳', '娜', '秀英', '敏', '静', '丽', '强', '磊', '洋', '晓明', '建国'],
    lastNames: ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'],
    partners: ['huadong', 'suzhou', 'yuegang'],
  },
  {
    country: 'US',
    territories: ['americas'],
    team: 'americas',
    owners: ['dana'],
    language: 'en',
    currency: 'USD',
    phonePrefix: '+1312555',
    industries,
    titles,
    companies: [
      'Great Lakes Utilities',
      'Prairie Ethanol',
      'Copper Ridge Mining',
      'Badger Dairy',
      'Lakeshore Paper',
      'Hudson Boatworks',
      'Sweetwater Farms',
      'Granite Power',
    ],
    endings: ['Inc.', 'LLC', 'Corp.', 'Cooperative'],
    streets: ['Harbor Drive', 'Industrial Parkway', 'Mill Road', 'Foundry Street'],
    cities: [
      ['Chicago', 'Illinois', '60607', 41.88, -87.63],
      ['Milwaukee', 'Wisconsin', '53202', 43.04, -87.91],
      ['Duluth', 'Minnesota', '55802', 46.79, -92.1],
    ],
    firstNames: ['Avery', 'Brooke', 'Caleb', 'Denise', 'Ethan', 'Grace'],
    lastNames: ['Anderson', 'Brooks', 'Carter', 'Diaz', 'Ellis', 'Foster'],
    partners: ['midwest', 'bajio'],
  },
]
