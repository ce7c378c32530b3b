import { Announcement } from './announcement.ts'
import { AnnouncementRead } from './announcement-read.ts'
import { Notification } from './notification.ts'
import { NotificationPreference } from './notification-preference.ts'

export { Announcement, AnnouncementRead, Notification, NotificationPreference }

/** Announcements and notifications. */
export const newsEntities = [Announcement, AnnouncementRead, Notification, NotificationPreference] as const
