import { operation } from '@tessera/client'
import type { PageInfo } from '../paging.ts'

export interface ListedCourse {
  readonly id: string
  readonly title: string
  readonly description: string | null
  readonly language: 'en' | 'zh'
  readonly durationMinutes: number | null
  readonly passPercent: number
  readonly certification: { readonly name: string; readonly validMonths: number } | null
  readonly lessons: { readonly nodes: readonly { readonly id: string }[] }
  readonly enrolments: {
    readonly nodes: readonly {
      readonly id: string
      readonly done: readonly string[]
      readonly completedAt: string | null
    }[]
  }
}

export interface HeldCertificate {
  readonly id: string
  readonly number: string
  readonly issuedOn: string
  readonly expiresOn: string
  readonly courseId: string | null
  readonly certification: { readonly name: string } | null
  readonly user: { readonly id: string; readonly name: string } | null
}

/** Courses with how far one is, and certificates: one's own, and for who administers the partner also its people's. */
export const Training = operation<
  {
    courses: { nodes: readonly ListedCourse[]; pageInfo: PageInfo; totalCount: number }
    certificates: { nodes: readonly HeldCertificate[] }
  },
  { me: string; after: string | null; where: object | null }
>(`query Training($me: ID!, $after: String, $where: CourseWhere) {
  courses(first: 20, after: $after, where: $where, orderBy: [{ title: asc }, { id: asc }]) {
    nodes {
      id title description language durationMinutes passPercent certification { name validMonths }
      lessons(first: 200) { nodes { id } }
      enrolments(first: 1, where: { user: { eq: $me } }) { nodes { id done completedAt } }
    }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
  certificates(first: 100, orderBy: [{ expiresOn: asc }, { id: asc }]) {
    nodes { id number issuedOn expiresOn courseId certification { name } user { id name } }
  }
}`)
