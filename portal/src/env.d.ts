/// <reference types="astro/client" />
import type { Portal } from './runtime/portal.ts'

declare global {
  namespace App {
    interface Locals {
      readonly portal: Portal
    }
  }
}
