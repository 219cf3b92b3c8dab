interface Entity {
  readonly id: string;
}

interface Repository<T extends Entity> {
  find(id: string): Promise<T | undefined>;
  save(entity: T): Promise<void>;
  remove(id: string): Promise<boolean>;
}
