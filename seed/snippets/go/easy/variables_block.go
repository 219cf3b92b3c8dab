var (
    title = "Go Fish"
    round = 1
)
