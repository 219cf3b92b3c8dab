enum LogLevel {
  Debug = 10,
  Info = 20,
  Error = 40,
}
