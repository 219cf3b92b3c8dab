const label = <label htmlFor="age">Age</label>;
const note = <p className="small">In years</p>;
