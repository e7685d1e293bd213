import '@picocss/pico/css/pico.classless.min.css';
import './style.css';
import { render } from 'preact';
import { App } from './app.tsx';

render(<App />, document.body);
