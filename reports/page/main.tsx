import { render } from 'preact';
import type { PageData } from '../html/data.js';
import { App } from './app.js';
import { modelOf } from './model.js';
import './style.css';

const root = document.getElementById('report');
const data = document.getElementById('data');
if (root && data) {
  const parsed: PageData = JSON.parse(data.textContent ?? '');
  root.replaceChildren();
  render(<App model={modelOf(parsed)} />, root);
}
