export interface PublicEvent {
  readonly host: string;
  guests: number;
}
export type Invitation = Readonly<PublicEvent>;
