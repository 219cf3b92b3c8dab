let due: Date | null = null;
due = new Date();
