// Shows answers that come while no page is open. Nothing else: pages are never kept here.

self.addEventListener("push", (event) => {
  const { company, text, url } = event.data.json();
  // A newer answer takes the place of the older.
  event.waitUntil(self.registration.showNotification(company, { body: text, tag: company, data: url }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
