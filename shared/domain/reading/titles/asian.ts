import type { LanguageTitles } from './title-table.ts';

/** Titles in Hebrew, Arabic and the languages of Asia. */
export const asian: Readonly<Record<string, LanguageTitles>> = {
  he: {
    clear: {
      serial:
        'מספר סידורי, מס׳ סידורי, מס סידורי, מספר סריאלי, מספר סידורי של המכשיר, מספר סידורי של ההתקן, סידורי, סריאלי',
      pkid: 'מזהה מוצר של Windows, מזהה מוצר Windows',
      hardwareHash: 'קוד Hash של חומרה, Hash של חומרה, גיבוב חומרה',
      manufacturer: 'יצרן, שם היצרן, שם יצרן, היצרן',
      model: 'דגם, דגם המכשיר, דגם מכשיר, שם הדגם, מודל',
      groupTag: 'תג קבוצה, תגית קבוצה',
      assignedUser: 'משתמש שהוקצה, משתמש מוקצה',
      customer: 'מזהה לקוח, מזהה דייר, תחום לקוח, תחום ראשי, לקוח סופי, לקוח קצה, דייר',
      other:
        'כמות, הזמנה, מספר הזמנה, מחיר, סכום, חשבונית, הערה, הערות, מיקום, תאריך, כתובת, עיר, מחלקה, אחריות, מק״ט, פריט, שם מכשיר, שם מחשב, משתמש, ספק',
    },
    likely: { manufacturer: 'מותג', model: 'שם מוצר, מוצר', customer: 'לקוח, שם לקוח, שם הלקוח' },
    unclear: { model: 'תיאור, תאור', groupTag: 'קבוצה, תג', customer: 'חברה, שם חברה, ארגון, תחום, נמען' },
  },
  ar: {
    clear: {
      serial:
        'الرقم التسلسلي, رقم تسلسلي, رقم المسلسل, الرقم التسلسلي للجهاز, رقم السيريال, السيريال, الرقم المسلسل, رقم تسلسلي للجهاز',
      pkid: 'معرف منتج Windows, معرّف المنتج Windows, معرف المنتج لنظام Windows',
      hardwareHash: 'تجزئة الأجهزة, تجزئة الجهاز, هاش الجهاز, تجزئة العتاد',
      manufacturer:
        'الشركة المصنعة, الشركة المصنّعة, المصنع, المُصنِّع, اسم الشركة المصنعة, اسم المصنع, الصانع, جهة التصنيع',
      model: 'الطراز, طراز, طراز الجهاز, الموديل, موديل, موديل الجهاز, اسم الطراز',
      groupTag: 'علامة المجموعة, وسم المجموعة',
      assignedUser: 'المستخدم المعين, المستخدم المخصص',
      customer: 'معرف العميل, معرف المستأجر, مجال العميل, المجال الأساسي, العميل النهائي, المستأجر, معرف الدليل',
      other:
        'الكمية, كمية, الطلب, رقم الطلب, أمر الشراء, السعر, المبلغ, الفاتورة, رقم الفاتورة, ملاحظة, ملاحظات, تعليق, الموقع, التاريخ, العنوان, المدينة, البلد, القسم, الضمان, رقم القطعة, اسم الجهاز, اسم الكمبيوتر, المستخدم, المورد',
    },
    likely: {
      manufacturer: 'العلامة التجارية, الماركة',
      model: 'اسم المنتج, المنتج',
      pkid: 'معرف المنتج',
      hardwareHash: 'معرف الجهاز',
      customer: 'العميل, عميل, اسم العميل, الزبون',
    },
    unclear: {
      model: 'الوصف, وصف',
      groupTag: 'المجموعة',
      customer: 'الشركة, شركة, اسم الشركة, المؤسسة, المنظمة, المجال, المستلم',
    },
  },
  fa: {
    clear: {
      serial: 'شماره سریال, شماره سریال دستگاه, سریال',
      manufacturer: 'سازنده, نام سازنده, تولید کننده, شرکت سازنده',
      model: 'مدل, مدل دستگاه',
      groupTag: 'برچسب گروه',
    },
    likely: { manufacturer: 'برند', customer: 'مشتری, نام مشتری' },
  },
  ja: {
    clear: {
      serial: `
        デバイスのシリアル番号, シリアル番号, シリアルナンバー, シリアル No, シリアル, シリアル№, 製造番号, 製造番号（シリアル番号）, 機器シリアル番号, デバイス シリアル番号,
        本体シリアル番号, サービスタグ, 機番, S/N 番号`,
      pkid: 'Windows 製品 ID, Windows プロダクト ID, プロダクト キー ID, Windows の製品 ID',
      hardwareHash: 'ハードウェアハッシュ, ハードウェア ハッシュ, ハードウエアハッシュ, ハードウェアのハッシュ',
      manufacturer: '製造元名, 製造元, メーカー, メーカー名, 製造業者, 製造メーカー, 製造会社, 製造者, 製造業者名',
      model: 'デバイスモデル, デバイス モデル, モデル, モデル名, 機種, 機種名, デバイスのモデル, 型名',
      groupTag: 'グループ タグ, グループタグ, オートパイロット グループタグ',
      assignedUser: '割り当てられたユーザー, 割り当て済みユーザー, 割り当てユーザー, 割当ユーザー',
      customer: `
        テナント ID, 顧客 ID, 顧客テナント ID, テナント, テナント名, 顧客ドメイン, プライマリ ドメイン, ディレクトリ ID, エンドユーザー企業, 最終顧客, エンド顧客, お客様テナント ID,
        エンドカスタマー, エンドユーザー会社名`,
      other: `
        数量, 注文, 注文番号, 発注番号, 発注書番号, 単価, 価格, 金額, 請求書, 請求書番号, 備考, コメント, メモ, 場所, 設置場所, 日付, 納品日, 納期, 出荷日, 住所, MAC アドレス,
        IP アドレス, 部署, 部門, 保証, 品番, 商品コード, 製品番号, 型番コード, デバイス名, コンピューター名, コンピュータ名, ユーザー, 利用者, 仕入先, 販売店, 資産番号, 管理番号, No., 項番`,
    },
    likely: {
      manufacturer: 'ブランド, ベンダー, ベンダー名',
      model: '製品名, 商品名, 型番, モデル番号, 型式, 製品, 製品型番',
      pkid: '製品 ID, プロダクト ID, プロダクト キー',
      hardwareHash: 'デバイス ID',
      groupTag: '注文 ID, オーダー ID',
      customer: '顧客, 顧客名, お客様, お客様名, 得意先, 得意先名, クライアント',
    },
    unclear: {
      model: '説明, 品名, 商品説明, 製品説明',
      groupTag: 'グループ, タグ, グループ名',
      customer:
        '会社, 会社名, 企業名, 法人名, 組織, 組織名, ドメイン, 納品先, 納入先, 届け先, 出荷先, エンドユーザー, エンドユーザー名',
    },
  },
  ko: {
    clear: {
      serial:
        '일련 번호, 일련번호, 시리얼 번호, 시리얼번호, 시리얼 넘버, 시리얼넘버, 시리얼, 장치 일련 번호, 디바이스 일련 번호, 제조 번호, 제조번호, 기기 일련번호, 서비스 태그',
      pkid: 'Windows 제품 ID, Windows 제품 아이디, 제품 키 ID',
      hardwareHash: '하드웨어 해시, 하드웨어 해쉬',
      manufacturer: '제조업체, 제조사, 제조업체 이름, 제조업체명, 제조사명, 제조 회사, 제조원, 제조업자',
      model: '모델, 모델명, 장치 모델, 디바이스 모델, 모델 이름, 기종',
      groupTag: '그룹 태그, 그룹태그',
      assignedUser: '할당된 사용자, 할당 사용자',
      customer:
        '고객 ID, 테넌트 ID, 고객 테넌트 ID, 테넌트, 테넌트 이름, 고객 도메인, 기본 도메인, 주 도메인, 디렉터리 ID, 최종 고객, 최종고객, 최종 고객사, 엔드 고객',
      other:
        '수량, 주문, 주문 번호, 발주 번호, 가격, 단가, 금액, 송장, 송장 번호, 청구서, 비고, 메모, 의견, 위치, 장소, 날짜, 납품일, 출하일, 주소, MAC 주소, IP 주소, 부서, 보증, 품번, 제품 코드, 제품 번호, 장치 이름, 디바이스 이름, 컴퓨터 이름, 사용자, 공급업체, 자산 번호, 번호, 순번',
    },
    likely: {
      manufacturer: '브랜드, 공급 업체 이름',
      model: '제품 이름, 제품명, 제품, 모델 번호, 품명',
      pkid: '제품 ID',
      hardwareHash: '장치 ID, 디바이스 ID',
      groupTag: '주문 ID',
      customer: '고객, 고객명, 고객 이름, 고객사, 고객사명',
    },
    unclear: {
      model: '설명, 제품 설명',
      groupTag: '그룹, 태그, 그룹 이름',
      customer: '회사, 회사명, 회사 이름, 조직, 업체명, 도메인, 수령인, 납품처, 배송지, 최종 사용자',
    },
  },
  'zh-CN': {
    clear: {
      serial:
        '设备序列号, 序列号, 产品序列号, 系列号, 机器序列号, 序列号码, 出厂编号, 主机序列号, 服务标签, 服务编号, 整机序列号, 硬件序列号',
      pkid: 'Windows 产品 ID, Windows 产品标识, 产品密钥 ID, Windows 产品识别码',
      hardwareHash: '硬件哈希, 硬件哈希值, 硬件散列, 硬件散列值, 硬件 Hash',
      manufacturer:
        '制造商名称, 制造商, 生产商, 厂商, 生产厂家, 生产厂商, 厂家, 制造厂商, 设备制造商, 厂商名称, 制造厂家',
      model: '设备型号, 型号, 机型, 产品型号, 型号名称, 规格型号, 设备模型, 电脑型号',
      groupTag: '组标记, 组标签, 分组标签, 群组标记, 组标识',
      assignedUser: '已分配用户, 已分配的用户, 分配的用户, 指派的用户',
      customer:
        '租户 ID, 客户 ID, 客户租户 ID, 租户, 租户名称, 客户域, 客户域名, 主域, 主域名, 目录 ID, 最终客户, 终端客户, 最终用户公司, 最终客户名称, 租户标识',
      other:
        '数量, 订单, 订单号, 采购订单, 采购单号, 单价, 价格, 金额, 发票, 发票号, 备注, 说明备注, 注释, 位置, 地点, 日期, 交货日期, 发货日期, 地址, MAC 地址, IP 地址, 部门, 保修, 料号, 物料编号, 产品编号, 产品代码, 设备名称, 计算机名, 计算机名称, 用户, 供应商, 资产编号, 编号, 序号',
    },
    likely: {
      manufacturer: '品牌',
      model: '产品名称, 产品, 商品名称, 型号编号',
      pkid: '产品 ID, 产品密钥',
      hardwareHash: '设备 ID',
      groupTag: '订单 ID',
      customer: '客户, 客户名称, 客户名',
    },
    unclear: {
      model: '描述, 产品描述, 物料描述, 品名',
      groupTag: '组, 标签, 分组',
      customer: '公司, 公司名称, 企业, 企业名称, 组织, 单位, 单位名称, 域, 域名, 收货方, 收货单位, 最终用户',
    },
  },
  'zh-TW': {
    clear: {
      serial: '裝置序號, 序號, 產品序號, 設備序號, 機器序號, 序列號, 出廠序號, 主機序號, 服務標籤, 序列號碼, 製造序號',
      pkid: 'Windows 產品識別碼, Windows 產品 ID, 產品金鑰識別碼',
      hardwareHash: '硬體雜湊, 硬體雜湊值, 硬體哈希',
      manufacturer: '製造商名稱, 製造商, 製造廠商, 廠商, 廠牌, 生產商, 裝置製造商, 廠商名稱, 製造廠',
      model: '裝置型號, 型號, 機型, 產品型號, 設備型號, 型號名稱, 電腦型號, 裝置模型',
      groupTag: '群組標籤, 群組標記, 群組標記名稱',
      assignedUser: '已指派的使用者, 指派的使用者, 已指派使用者',
      customer:
        '租用戶識別碼, 租用戶 ID, 客戶識別碼, 客戶 ID, 租用戶, 租用戶名稱, 客戶網域, 主要網域, 目錄識別碼, 最終客戶, 終端客戶',
      other:
        '數量, 訂單, 訂單編號, 採購單, 採購單號, 單價, 價格, 金額, 發票, 發票號碼, 備註, 附註, 註解, 位置, 地點, 日期, 交貨日期, 出貨日期, 地址, MAC 位址, IP 位址, 部門, 保固, 料號, 物料編號, 產品編號, 裝置名稱, 電腦名稱, 使用者, 供應商, 資產編號, 編號, 項次',
    },
    likely: {
      manufacturer: '品牌',
      model: '產品名稱, 產品, 商品名稱, 型號編號',
      pkid: '產品識別碼, 產品 ID',
      hardwareHash: '裝置識別碼, 裝置 ID',
      groupTag: '訂單識別碼',
      customer: '客戶, 客戶名稱, 顧客',
    },
    unclear: {
      model: '描述, 說明, 產品描述, 品名',
      groupTag: '群組, 標籤, 群組名稱',
      customer: '公司, 公司名稱, 企業, 組織, 單位, 網域, 收貨人, 收件人, 最終使用者',
    },
  },
  th: {
    clear: {
      serial:
        'หมายเลขซีเรียล, หมายเลขประจำเครื่อง, ซีเรียลนัมเบอร์, หมายเลขลำดับ, หมายเลขซีเรียลของอุปกรณ์, หมายเลขผลิตภัณฑ์ประจำเครื่อง, ซีเรียล, หมายเลขเครื่อง, หมายเลขเครื่องซีเรียล',
      pkid: 'รหัสผลิตภัณฑ์ Windows, หมายเลขผลิตภัณฑ์ Windows',
      hardwareHash: 'แฮชฮาร์ดแวร์, แฮชของฮาร์ดแวร์, ค่าแฮชฮาร์ดแวร์',
      manufacturer: 'ผู้ผลิต, ชื่อผู้ผลิต, บริษัทผู้ผลิต',
      model: 'รุ่น, รุ่นอุปกรณ์, รุ่นของอุปกรณ์, โมเดล, ชื่อรุ่น',
      groupTag: 'แท็กกลุ่ม, ป้ายกลุ่ม',
      assignedUser: 'ผู้ใช้ที่กำหนด, ผู้ใช้ที่ได้รับมอบหมาย',
      customer: 'รหัสลูกค้า, รหัสผู้เช่า, โดเมนลูกค้า, โดเมนหลัก, ลูกค้าปลายทาง, ผู้เช่า',
      other: 'จำนวน, คำสั่งซื้อ, เลขที่ใบสั่งซื้อ, ราคา, ใบแจ้งหนี้, หมายเหตุ, สถานที่, วันที่, ที่อยู่, แผนก, การรับประกัน, ผู้ใช้, ลำดับ',
    },
    likely: { manufacturer: 'ยี่ห้อ, แบรนด์', model: 'ชื่อผลิตภัณฑ์, ผลิตภัณฑ์', customer: 'ลูกค้า, ชื่อลูกค้า' },
    unclear: { model: 'คำอธิบาย, รายละเอียด', groupTag: 'กลุ่ม', customer: 'บริษัท, ชื่อบริษัท, องค์กร, โดเมน' },
  },
  vi: {
    clear: {
      serial: 'Số sê-ri, Số serial, Số seri, Số sêri, Số sê ri, Số sê-ri thiết bị, Sê-ri, Seri, Mã serial, Số máy',
      pkid: 'ID sản phẩm Windows, Mã sản phẩm Windows',
      hardwareHash: 'Mã băm phần cứng, Hàm băm phần cứng, Hash phần cứng, Băm phần cứng',
      manufacturer: 'Nhà sản xuất, Hãng sản xuất, Tên nhà sản xuất, Hãng',
      model: 'Mẫu, Mẫu máy, Kiểu máy, Model máy, Mẫu thiết bị, Kiểu thiết bị, Dòng máy, Tên kiểu máy',
      groupTag: 'Thẻ nhóm, Nhãn nhóm, Thẻ của nhóm',
      assignedUser: 'Người dùng được gán, Người dùng được chỉ định',
      customer: 'ID khách hàng, ID đối tượng thuê, Miền khách hàng, Tên miền chính, Khách hàng cuối, Đối tượng thuê',
      other:
        'Số lượng, Đơn hàng, Số đơn hàng, Giá, Đơn giá, Thành tiền, Hóa đơn, Ghi chú, Vị trí, Ngày, Ngày giao hàng, Địa chỉ, Địa chỉ MAC, Phòng ban, Bảo hành, Người dùng, STT, Tên thiết bị, Tên máy tính, Nhà cung cấp',
    },
    likely: {
      manufacturer: 'Thương hiệu, Nhãn hiệu',
      model: 'Tên sản phẩm, Sản phẩm',
      customer: 'Khách hàng, Tên khách hàng',
    },
    unclear: { model: 'Mô tả', groupTag: 'Nhóm', customer: 'Công ty, Tên công ty, Tổ chức, Miền, Tên miền' },
  },
  id: {
    clear: {
      serial: 'Nomor Seri, No. Seri, Nomor Seri Perangkat, Nombor Siri, No. Siri, Nomor Serial',
      pkid: 'ID Produk Windows',
      hardwareHash: 'Hash Perangkat Keras, Hash Perkakasan',
      manufacturer: 'Produsen, Pabrikan, Nama Produsen, Nama Pabrikan, Pembuat, Pengeluar, Pengilang',
      model: 'Model Perangkat, Nama Model, Model Peranti',
      groupTag: 'Tag Grup, Tag Kumpulan',
      assignedUser: 'Pengguna yang Ditetapkan',
      customer: 'ID Pelanggan, ID Penyewa, Domain Pelanggan, Domain Utama, Pelanggan Akhir',
      other:
        'Jumlah, Pesanan, Nomor Pesanan, Harga, Faktur, Catatan, Keterangan, Lokasi, Tanggal, Alamat, Garansi, Pengguna',
    },
    likely: {
      manufacturer: 'Merek, Merk, Jenama',
      model: 'Nama Produk, Produk, Tipe',
      customer: 'Pelanggan, Nama Pelanggan',
    },
    unclear: {
      model: 'Deskripsi',
      groupTag: 'Grup, Kumpulan',
      customer: 'Perusahaan, Nama Perusahaan, Syarikat, Organisasi',
    },
  },
  hi: {
    clear: {
      serial: 'सीरियल नंबर, क्रम संख्या, क्रमांक संख्या, डिवाइस सीरियल नंबर, अनुक्रमांक',
      manufacturer: 'निर्माता, निर्माता का नाम, उत्पादक',
      model: 'मॉडल, डिवाइस मॉडल, मॉडल का नाम',
      groupTag: 'समूह टैग, ग्रुप टैग',
      customer: 'टेनेंट ID, ग्राहक ID',
      other: 'मात्रा, कीमत, टिप्पणी, स्थान, दिनांक, पता',
    },
    likely: { customer: 'ग्राहक, ग्राहक का नाम', manufacturer: 'ब्रांड' },
    unclear: { model: 'विवरण', customer: 'कंपनी, संगठन' },
  },
};
