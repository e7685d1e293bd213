import '@picocss/pico/css/pico.classless.min.css';
import './style.css';
import { render } from 'preact';

render(<main>Autopilot registration</main>, document.body);
