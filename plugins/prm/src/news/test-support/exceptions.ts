/** Only a person writes them, for himself; news.test.ts does. */
export const newsExceptions = ['announcementRead', 'notificationPreference'] as const
