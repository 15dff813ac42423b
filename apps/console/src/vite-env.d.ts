/// <reference types="vite/client" />

/** Of the build: build/antd-styles.mjs. */
declare module 'virtual:antd.css';
