import { defineWords } from './language';

export const BULK = defineWords(
  {
    bar: '批量处理',
    chosen: '已选 {count} 项',
    clear: '取消选择',
    chooseAll: '选择已载入的全部',
    chooseOne: '选择“{name}”',
    column: '选择',
    eachOf: '{title}（{count} 项）',
    sending: '正在逐项发送',
    stop: '停止',
    done: '已完成 {count} 项',
    refused: '未完成 {count} 项',
    unsent: '尚未发送 {count} 项',
    again: '继续发送',
  },
  {
    bar: 'Several at once',
    chosen: '{count} selected',
    clear: 'Clear the selection',
    chooseAll: 'Select all that are loaded',
    chooseOne: 'Select “{name}”',
    column: 'Select',
    eachOf: '{title} ({count})',
    sending: 'Sending one by one',
    stop: 'Stop',
    done: '{count} done',
    refused: '{count} not done',
    unsent: '{count} not sent',
    again: 'Send the rest',
  },
);
