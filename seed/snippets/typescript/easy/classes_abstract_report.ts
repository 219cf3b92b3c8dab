abstract class Report {
  protected readonly created = new Date();

  abstract render(width: number): string;
}
