switch day {
case "Sat", "Sun":
    sleep()
}
