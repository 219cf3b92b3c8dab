interface SupportTicket {
  subject: string;
  openedBy: string;
  deadline: Date | undefined;
}
