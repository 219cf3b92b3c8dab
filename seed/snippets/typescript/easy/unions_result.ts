type Reply = { ok: true; size: number } | { ok: false; why: string };

const failed: Reply = { ok: false, why: "The disk is full" };
