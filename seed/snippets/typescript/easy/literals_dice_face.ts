type Face = 1 | 2 | 3 | 4 | 5 | 6;

const lucky: Face = 6;
