String row = "Oslo,Norway,709000";
String[] cells = row.split(",");
String city = cells[0];
int people = Integer.parseInt(cells[2]);
