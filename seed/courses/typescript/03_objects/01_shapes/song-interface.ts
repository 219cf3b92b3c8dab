interface Song {
  readonly id: number;
  title: string;
  seconds: number;
  tags?: string[];
}

const play = ({ title, seconds }: Song): void => console.log(title, seconds);
