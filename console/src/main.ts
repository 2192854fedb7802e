// Puts the console on the page.
import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/base.css";

const target = document.getElementById("console");
if (target) mount(App, { target });
