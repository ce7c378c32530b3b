import { z } from 'zod'
import { Secret } from './secret.ts'

/** One setting: how its value is read and checked. `V` is what code gets, `I` what a configuration gives. */
export class Setting<V, I = V> {
  declare readonly value: V
  declare readonly input: I
  readonly schema: z.ZodType
  readonly secret: boolean
  readonly help: string | undefined

  constructor(schema: z.ZodType, secret = false, help?: string) {
    this.schema = schema
    this.secret = secret
    this.help = help
  }

  /** The value where the configuration says nothing. */
  default(value: V): Setting<V, I | undefined> {
    return new Setting(this.schema.default(value), this.secret, this.help)
  }

  optional(): Setting<V | undefined, I | undefined> {
    return new Setting(this.schema.optional(), this.secret, this.help)
  }

  describe(help: string): Setting<V, I> {
    return new Setting(this.schema, this.secret, help)
  }
}

// Values from the environment are texts; a configuration gives the real type.
const number = (schema: z.ZodType): z.ZodType =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema)
const boolean = z.preprocess((value) => (value === 'true' ? true : value === 'false' ? false : value), z.boolean())

/** The kinds of setting. Read from the configuration, else from the environment as `TESSERA_<PLUGIN>_<SETTING>`. */
export const s = {
  text: (options: { min?: number; max?: number } = {}): Setting<string> =>
    new Setting(
      z
        .string()
        .min(options.min ?? 1)
        .max(options.max ?? 10_000),
    ),
  int: (options: { min?: number; max?: number } = {}): Setting<number> =>
    new Setting(
      number(
        z
          .number()
          .int()
          .min(options.min ?? -2147483648)
          .max(options.max ?? 2147483647),
      ),
    ),
  bool: (): Setting<boolean> => new Setting(boolean),
  enum: <const V extends readonly [string, ...string[]]>(values: V): Setting<V[number]> => new Setting(z.enum(values)),
  url: (): Setting<string> => new Setting(z.url({ protocol: /^https?$/ })),
  /** Held as a `Secret`, which prints as `[secret]`. */
  secret: (): Setting<Secret, string> =>
    new Setting(
      z.union([
        z.instanceof(Secret),
        z
          .string()
          .min(1)
          .transform((value) => new Secret(value)),
      ]),
      true,
    ),
}

export type SettingShape = Readonly<Record<string, Setting<any, any>>>

export type SettingValues<S extends SettingShape> = { readonly [K in keyof S]: S[K]['value'] }

type OptionalSettings<S extends SettingShape> = { [K in keyof S]: undefined extends S[K]['input'] ? K : never }[keyof S]

/** What an integrator passes: `prm({ protectionDays: 60 })`. What is missing may come from the environment. */
export type SettingInput<S extends SettingShape> = {
  readonly [K in Exclude<keyof S, OptionalSettings<S>>]?: S[K]['input']
} & {
  readonly [K in OptionalSettings<S>]?: S[K]['input']
}

/** A plugin's settings. Read them with `ctx.settings(prmSettings)`. */
export class Settings<S extends SettingShape = SettingShape> {
  readonly shape: S

  constructor(shape: S) {
    this.shape = shape
  }
}

/**
 * Declares a plugin's settings, apart from the plugin so that hooks in other files can read them.
 * @example export const prmSettings = defineSettings({ protectionDays: s.int({ min: 1 }).default(90), erpKey: s.secret() })
 */
export function defineSettings<S extends SettingShape>(shape: S): Settings<S> {
  return new Settings(shape)
}
