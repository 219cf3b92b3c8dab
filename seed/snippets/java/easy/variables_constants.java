static final int LIVES = 3;
static final String TITLE = "Pac-Maze";
static final double SPEED = 1.25;
