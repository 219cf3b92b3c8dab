const BEATS = { rock: "scissors", paper: "rock", scissors: "paper" };

export function play(mine) {
  const moves = Object.keys(BEATS);
  const yours = moves[Math.floor(Math.random() * moves.length)];
  if (mine === yours) return `both ${mine}`;
  return BEATS[mine] === yours ? "you win" : "you lose";
}
