/** A lesson as its title and its text. */
type Lesson = readonly [title: string, body: string]
/** A question, its choices, and the places of the right ones. */
type Question = readonly [text: string, choices: readonly string[], correct: readonly number[]]

export interface DemoCourse {
  readonly key: string
  readonly certification: 'pumps' | 'process' | null
  readonly minutes: number
  readonly language: 'en' | 'zh'
  readonly title: string
  readonly description: string
  readonly lessons: readonly Lesson[]
  readonly questions: readonly Question[]
}

export const certifications = {
  pumps: {
    name: 'Pump specialist',
    description: 'Chooses the right pump for water, sewage and dosing, and puts it into operation.',
    validMonths: 24,
  },
  process: {
    name: 'Process pump specialist CX',
    description: 'Configures and quotes the CX, and knows what the chemical industry asks of it.',
    validMonths: 18,
  },
} as const

export const courses: readonly DemoCourse[] = [
  {
    key: 'pumps-en',
    certification: 'pumps',
    minutes: 45,
    language: 'en',
    title: 'Choosing a pump',
    description: 'From the duty point to the order: three lessons and a short exam make you a pump specialist.',
    lessons: [
      [
        'The duty point',
        '<p>A pump is chosen for a flow and a head: the <strong>duty point</strong>. Ask for both, and for how they change over the day.</p><p>Draw the curve of the pipe into the curve of the pump. Where they cross, the pump will run. It should be close to the best efficiency; far to its left the pump wears out, far to its right the motor is overloaded.</p>',
      ],
      [
        'What comes before the pump',
        '<p>What the pump needs at its inlet is its <strong>NPSH</strong>. What the plant gives must be half a metre more, or the water boils in the impeller: you hear it as gravel.</p><p>Short and wide pipes, no bend right before the inlet, and a level that does not fall too far are all it takes.</p>',
      ],
      [
        'Sewage and dosing',
        '<p>For sewage the free passage decides, not the efficiency: 80 mm for a village, cutting blades for rags.</p><p>For dosing the material of the head decides: PVDF for acids, steel for what is hot. A non-return valve at the injection keeps the process out of the line.</p>',
      ],
    ],
    questions: [
      ['What is a duty point made of?', ['Flow and head', 'Power and weight', 'Speed and diameter'], [0]],
      [
        'A pump sounds as if gravel ran through it. What do you look at first?',
        ['The colour of the motor', 'The pressure at the inlet', 'The invoice'],
        [1],
      ],
      ['What matters most for a sewage pump?', ['Its efficiency', 'Its free passage', 'Its price'], [1]],
      ['Which heads suit acids? Choose all that do.', ['PVDF', 'Cast iron', 'PTFE-lined'], [0, 2]],
    ],
  },
  {
    key: 'process-en',
    certification: 'process',
    minutes: 40,
    language: 'en',
    title: 'The process pump CX',
    description: 'What is new about it, how to configure it, and how to answer what a chemical plant asks.',
    lessons: [
      [
        'Made to order',
        '<p>Each CX is put together from a motor, a material, a seal and a flange. The configurator refuses what does not fit, and says why.</p>',
      ],
      [
        'Seals',
        '<p>A single mechanical seal is enough for water. What must never leak gets a magnetic coupling: no shaft leaves the housing, so nothing can.</p>',
      ],
      [
        'From the question to the quote',
        '<p>Ask for medium, temperature and how often it runs. Configure, add it to the cart, and make a quote: your price is there at once, and a discount beyond your own is decided within two days.</p>',
      ],
    ],
    questions: [
      ['Which seal never leaks?', ['Packing', 'Single mechanical seal', 'Magnetic coupling'], [2]],
      ['Who refuses a choice that does not fit?', ['The configurator', 'The forwarder', 'Nobody'], [0]],
      ['How long does a decision about a discount take?', ['Two days', 'A month', 'A year'], [0]],
    ],
  },
  {
    key: 'selling-en',
    certification: null,
    minutes: 15,
    language: 'en',
    title: 'Registering a deal, in ten minutes',
    description: 'Eight fields protect your project. No exam.',
    lessons: [
      [
        'Why to register',
        '<p>Whoever registers first is protected: for the time of your tier we offer the same product line to this customer through nobody else.</p>',
      ],
      [
        'What we look at',
        '<p>We look whether the customer is registered or quoted already. A website or tax number makes that sure; the name alone does not.</p>',
      ],
    ],
    questions: [],
  },
  {
    key: 'pumps-zh',
    certification: 'pumps',
    minutes: 45,
    language: 'zh',
    title: '泵的选型',
    description: '从工况点到下单：三节课程与一次简短考试，成为泵类专家。',
    lessons: [
      [
        '工况点',
        '<p>选泵依据流量与扬程，即<strong>工况点</strong>。请向客户确认两者及其全天变化。</p><p>将管路曲线与泵曲线画在同一图中，交点即运行点，应靠近最高效率点。</p>',
      ],
      [
        '泵的吸入条件',
        '<p>泵入口所需的汽蚀余量称为 <strong>NPSH</strong>。装置提供值应高出半米以上，否则叶轮内的水会汽化，听起来像砂石。</p>',
      ],
      ['污水与加药', '<p>污水泵看通过粒径，而非效率。加药泵看泵头材质：酸类选 PVDF，高温介质选不锈钢。</p>'],
    ],
    questions: [
      ['工况点由什么构成？', ['流量与扬程', '功率与重量', '转速与直径'], [0]],
      ['泵体发出砂石声，首先检查什么？', ['电机颜色', '入口压力', '发票'], [1]],
      ['选污水泵时最重要的是？', ['效率', '通过粒径', '价格'], [1]],
      ['哪些泵头适用于酸类？请全部选出。', ['PVDF', '铸铁', 'PTFE 衬里'], [0, 2]],
    ],
  },
  {
    key: 'process-zh',
    certification: 'process',
    minutes: 40,
    language: 'zh',
    title: '流程泵 CX',
    description: '新特点、如何配置，以及如何回答化工厂的提问。',
    lessons: [
      ['按需定制', '<p>每台 CX 由电机、材质、密封与法兰组合而成。配置器会拒绝不兼容的选择，并说明原因。</p>'],
      ['密封', '<p>清水用单端面机械密封即可；绝不允许泄漏的介质选用磁力驱动。</p>'],
      ['从询价到报价', '<p>先确认介质、温度与运行频率，再配置、加入购物车并生成报价：您的价格即时可见。</p>'],
    ],
    questions: [
      ['哪种密封绝不泄漏？', ['填料密封', '单端面机械密封', '磁力驱动'], [2]],
      ['谁会拒绝不兼容的选择？', ['配置器', '货运公司', '没有人'], [0]],
      ['折扣审批需要多久？', ['两天', '一个月', '一年'], [0]],
    ],
  },
  {
    key: 'selling-zh',
    certification: null,
    minutes: 15,
    language: 'zh',
    title: '十分钟学会项目报备',
    description: '填写八项即可保护您的项目，无需考试。',
    lessons: [
      ['为何报备', '<p>先报备者受保护：在您等级的保护期内，我们不会通过他人向该客户提供同一产品线。</p>'],
      ['我们核查什么', '<p>我们核查该客户是否已被报备或报价。网址或税号可准确识别，仅凭名称则不能。</p>'],
    ],
    questions: [],
  },
]
