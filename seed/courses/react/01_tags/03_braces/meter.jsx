const width = 40;
const bar = <meter max={100} value={width} />;
