type Permission = "read" | "write" | "invite";
type Granted = { [Name in Permission]: boolean };

const guest: Granted = { read: true, write: false, invite: false };
